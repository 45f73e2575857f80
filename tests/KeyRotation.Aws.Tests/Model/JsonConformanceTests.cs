using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.ParameterStore;
using KeyRotation.Aws.SecretsManager;
using KeyRotation.Aws.Tests.Compliance;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>
/// The calls to Secrets Manager and Parameter Store, held against the official models. What is sent is taken from whole
/// deliveries, which the sandbox answers; what is read, from answers that are made of the model.
/// </summary>
public sealed class JsonConformanceTests
{
    public static readonly string[] SecretsManagerOperations = ["CreateSecret", "DeleteSecret", "DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"];
    public static readonly string[] SsmOperations = ["DeleteParameter", "DescribeParameters", "GetParameter", "PutParameter"];

    private const string OldId = "AKIAOLDOLDOLDOLDOLD1";
    private const string NewId = "AKIANEWNEWNEWNEWNEW2";
    private const string OldDocument = $$"""{"AccessKeyId":"{{OldId}}","SecretAccessKey":"old+/="}""";

    private static readonly KeyOwner Owner = new("123456789012", "svc+billing,eu=1@corp.example");

    [Fact]
    public void The_services_are_named_as_in_the_models()
    {
        foreach ((ServiceIdentity ours, ServiceModel model) in new[] { (ServiceIdentity.SecretsManager, ServiceModel.SecretsManager), (ServiceIdentity.Ssm, ServiceModel.Ssm), (ServiceIdentity.Organizations, ServiceModel.Organizations) })
        {
            Assert.Equal(new ServiceIdentity(model.ServiceId, model.SigningName, model.ApiVersion, model.TargetPrefix), ours);
        }
    }

    [Fact]
    public Task What_is_sent_to_Secrets_Manager_is_what_the_model_takes() => DeliverAsync(
        ServiceIdentity.SecretsManager,
        ServiceModel.SecretsManager,
        SecretsManagerOperations,
        client => new SecretsManagerDestination(client, new NameTemplate("app/x_y.z-0"), "alias/ours", overwrite: false));

    [Fact]
    public Task What_is_sent_to_Parameter_Store_is_what_the_model_takes() => DeliverAsync(
        ServiceIdentity.Ssm,
        ServiceModel.Ssm,
        SsmOperations,
        client => new ParameterStoreDestination(client, new NameTemplate("/app/x_y.z-0"), kmsKeyId: null, overwrite: false));

    [Fact]
    public async Task DescribeSecret_is_read_for_a_deletion_and_the_versions()
    {
        SecretState state = await StateAsync(("DeletedDate", null), ("PrimaryRegion", null), ("VersionIdsToStages", Versions()));
        Assert.Equal((true, "id-of-previous"), (state.Exists, state.PreviousVersion));

        DestinationException deleted = await Assert.ThrowsAsync<DestinationException>(() => StateAsync());
        Assert.Contains("scheduled for deletion", deleted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescribeSecret_is_read_for_the_region_of_its_primary()
    {
        DestinationException replica = await Assert.ThrowsAsync<DestinationException>(() => StateAsync(("DeletedDate", null), ("PrimaryRegion", "eu-west-3")));

        Assert.Contains("-Region eu-west-3", replica.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "arn:aws:lambda:us-east-1:123456789012:function:rotates", "function:rotates. When")]
    [InlineData(false, "arn:aws:lambda:us-east-1:123456789012:function:rotates", "switched off")]
    [InlineData(true, null, "by Secrets Manager")]
    [InlineData(false, null, null)]
    public async Task DescribeSecret_is_read_for_a_rotation_of_its_own(bool isOn, string? function, string? warning)
    {
        var report = new ResultList();

        await StateAsync(report, ("DeletedDate", null), ("PrimaryRegion", null), ("RotationEnabled", isOn), ("RotationLambdaARN", function));

        Assert.Equal(warning is null ? 0 : 1, report.Warnings.Count);
        Assert.All(report.Warnings, told => Assert.Contains(warning!, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetSecretValue_is_read_for_the_text_and_its_version()
    {
        SecretState state = await StateAsync(("DeletedDate", null), ("PrimaryRegion", null));

        Assert.Equal((OldDocument, "id-of-the-current-version-of-36-chars"), (state.CurrentText, state.CurrentVersion));
    }

    [Fact]
    public async Task GetParameter_is_read_for_type_and_value()
    {
        StoredKey? stored = await ParameterAsync("SecureString", destination => destination.FindAsync(Owner, OldId, CancellationToken.None));
        Assert.Equal("old+/=", SecretText.Reveal(stored!.SecretAccessKey));

        DestinationException plain = await Assert.ThrowsAsync<DestinationException>(() => ParameterAsync<object?>("StringList", async destination =>
        {
            await destination.CheckAsync(Owner, OldId, CancellationToken.None);
            return null;
        }));
        Assert.Contains("StringList", plain.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescribeParameters_is_read_for_the_KMS_key_over_empty_pages()
    {
        string[] pages =
        [
            new JsonModelAnswer(ServiceModel.Ssm, "DescribeParameters", ("Parameters", new JsonArray()), ("NextToken", "second+/=")).Text,
            new JsonModelAnswer(ServiceModel.Ssm, "DescribeParameters", ("Parameters.Name", "/mine"), ("Parameters.KeyId", "alias/theirs"), ("NextToken", null)).Text,
        ];
        int page = 0;
        await using var stub = new StubServer(_ => StubAnswer.Json(pages[page++]));
        using JsonClient client = Clients.Json(ServiceIdentity.Ssm, stub.Endpoint);

        Assert.Equal("alias/theirs", await ParameterDescription.KmsKeyAsync(client, "/mine", CancellationToken.None));
        Assert.Contains("second+/=", JsonNode.Parse(stub.Requests[1].Body)!["NextToken"]!.ToString(), StringComparison.Ordinal);
        Assert.All(stub.Requests, request => Assert.Empty(JsonModelInput.Problems(ServiceModel.Ssm, request)));
    }

    /// <summary>A delivery to what is not there and one to what is, each undone: every call that there is.</summary>
    private static async Task DeliverAsync(ServiceIdentity service, ServiceModel model, string[] operations, Func<JsonClient, IDestination> destinationOf)
    {
        await using var server = SandboxServer.Start(new SandboxOptions());
        using var forward = new HttpClient();
        await using var stub = new StubServer(request => Forward(forward, server, request));
        using JsonClient client = Clients.Json(service, stub.Endpoint, Clients.AdministratorOf(server));
        IDestination destination = destinationOf(client);

        await DeliverAsync(destination, OldId, replaced: "AKIABEFORETHATBEFORE", undo: true);
        await DeliverAsync(destination, OldId, replaced: "AKIABEFORETHATBEFORE", undo: false);
        await DeliverAsync(destination, NewId, OldId, undo: true);

        Assert.NotNull(await destination.FindAsync(Owner, OldId, CancellationToken.None));
        Assert.All(stub.Requests, request => Assert.Empty(JsonModelInput.Problems(model, request)));
        Assert.Equal(operations, stub.Requests.Select(JsonModelInput.Operation).Distinct().Order(StringComparer.Ordinal));
    }

    private static async Task DeliverAsync(IDestination destination, string accessKeyId, string replaced, bool undo)
    {
        await destination.CheckAsync(Owner, replaced, CancellationToken.None);
        IDelivery delivery = destination.Begin(new KeyToDeliver(Owner, accessKeyId, SecretText.Protect("secret of " + accessKeyId), replaced));
        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal(accessKeyId, (await delivery.ReadBackAsync(CancellationToken.None)).AccessKeyId);
        if (undo)
        {
            await delivery.UndoAsync(CancellationToken.None);
        }
    }

    private static StubAnswer Forward(HttpClient client, SandboxServer server, StubRequest request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, server.Endpoint) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body)) };
        foreach ((string name, string value) in request.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage answer = client.Send(message);
        using var text = new System.IO.StreamReader(answer.Content.ReadAsStream());
        return new StubAnswer((int)answer.StatusCode, text.ReadToEnd()) { ContentType = "application/x-amz-json-1.1" };
    }

    private static JsonObject Versions() => new()
    {
        ["id-of-current"] = new JsonArray("AWSCURRENT"),
        ["id-of-previous"] = new JsonArray("AWSPENDING", "AWSPREVIOUS"),
    };

    private static Task<SecretState> StateAsync(params (string Path, JsonNode? Value)[] described) => StateAsync(report: null, described);

    private static async Task<SecretState> StateAsync(IReport? report, params (string Path, JsonNode? Value)[] described)
    {
        await using var stub = new StubServer(request => StubAnswer.Json(JsonModelInput.Operation(request) == "DescribeSecret"
            ? new JsonModelAnswer(ServiceModel.SecretsManager, "DescribeSecret", described).Text
            : new JsonModelAnswer(ServiceModel.SecretsManager, "GetSecretValue", ("SecretString", OldDocument), ("VersionId", "id-of-the-current-version-of-36-chars")).Text));
        using JsonClient client = Clients.Json(ServiceIdentity.SecretsManager, stub.Endpoint);
        return await new SecretsManagerDestination(client, new NameTemplate("x"), kmsKeyId: null, overwrite: false, report).StateAsync("x", CancellationToken.None);
    }

    private static async Task<T> ParameterAsync<T>(string type, Func<ParameterStoreDestination, Task<T>> work)
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(
            new JsonModelAnswer(ServiceModel.Ssm, "GetParameter", ("Parameter.Type", type), ("Parameter.Value", OldDocument)).Text));
        using JsonClient client = Clients.Json(ServiceIdentity.Ssm, stub.Endpoint);
        return await work(new ParameterStoreDestination(client, new NameTemplate("/x"), kmsKeyId: null, overwrite: false));
    }
}
