using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.SecretsManager;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using Xunit;

namespace KeyRotation.Aws.Tests.Delivery;

/// <summary>The undo of a secret is read back: what AWS answers to the moving of a stage is not taken for the fact.</summary>
public sealed class SecretUndoTests
{
    private const string Old = """{"AccessKeyId":"AKIATESTTESTTEST0001","SecretAccessKey":"old"}""";

    /// <summary>The versions of the secret by their stage, as the stub tells them.</summary>
    private readonly Dictionary<string, string> stages = new(StringComparer.Ordinal) { ["AWSCURRENT"] = "version-1" };

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal) { ["version-1"] = Old };

    /// <summary>What happens after AWSCURRENT was moved.</summary>
    private Action onMoved = () => { };

    [Fact]
    public async Task An_undo_that_is_as_before_is_no_failure()
    {
        await UndoAsync();

        Assert.Equal("version-1", Assert.Single(stages).Value);
    }

    [Theory]
    [InlineData("value", "AWSCURRENT has another value")]
    [InlineData("current", "was changed by another program")]
    [InlineData("previous", "AWSPREVIOUS is at another version")]
    public async Task An_undo_that_is_not_as_before_is_said(string what, string told)
    {
        onMoved = () =>
        {
            switch (what)
            {
                case "value":
                    texts["version-1"] = "{}";
                    break;
                case "current":
                    stages["AWSCURRENT"] = "version-9";
                    texts["version-9"] = Old;
                    break;
                default:
                    // The answer to what moves this one is success, and nothing moves.
                    stages["AWSPREVIOUS"] = "stuck";
                    break;
            }
        };

        var problem = await Assert.ThrowsAsync<DestinationException>(UndoAsync);

        Assert.Contains(told, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("old", problem.Message, StringComparison.Ordinal);
    }

    private async Task UndoAsync()
    {
        await using var stub = new StubServer(request => StubAnswer.Json(Answer(request.Headers["X-Amz-Target"].Split('.')[1], JsonNode.Parse(request.Body)!).ToJsonString()));
        using JsonClient client = Clients.Json(ServiceIdentity.SecretsManager, stub.Endpoint);
        var destination = new SecretsManagerDestination(client, new NameTemplate("svc"), kmsKeyId: null, overwrite: false);
        IDelivery delivery = destination.Begin(new KeyToDeliver(new KeyOwner("123456789012", "svc"), "AKIATESTTESTTEST0002", SecretText.Protect("new-secret"), "AKIATESTTESTTEST0001"));
        await delivery.WriteAsync(CancellationToken.None);
        Assert.NotEqual("version-1", stages["AWSCURRENT"]);

        await delivery.UndoAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
    }

    private JsonObject Answer(string operation, JsonNode asked)
    {
        switch (operation)
        {
            case "DescribeSecret":
                var versions = new JsonObject();
                foreach (KeyValuePair<string, string> stage in stages)
                {
                    versions[stage.Value] = new JsonArray(stage.Key);
                }

                return new JsonObject { ["Name"] = "svc", ["VersionIdsToStages"] = versions };
            case "GetSecretValue":
                string current = stages["AWSCURRENT"];
                return new JsonObject { ["VersionId"] = current, ["SecretString"] = texts[current] };
            case "PutSecretValue":
                var id = (string)asked["ClientRequestToken"]!;
                texts[id] = (string)asked["SecretString"]!;
                Move("AWSCURRENT", id);
                return [];
            default:
                Move((string)asked["VersionStage"]!, (string?)asked["MoveToVersionId"]);
                return [];
        }
    }

    private void Move(string stage, string? to)
    {
        if (stage == "AWSPREVIOUS")
        {
            if (stages[stage] != "stuck")
            {
                stages.Remove(stage);
            }

            return;
        }

        bool isUndo = to == "version-1";
        stages["AWSPREVIOUS"] = stages[stage];
        stages[stage] = to!;
        if (isUndo)
        {
            onMoved();
        }
    }
}
