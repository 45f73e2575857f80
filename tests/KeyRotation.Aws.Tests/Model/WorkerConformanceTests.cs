using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Sqs;
using KeyRotation.Aws.StepFunctions;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The calls of a worker to SQS and Step Functions, held against the official models.</summary>
public sealed class WorkerConformanceTests
{
    /// <summary>The typed codes of both services.</summary>
    public static readonly string[] Codes =
    [
        "InvalidAddress", "InvalidToken", "MessageNotInflight", "OverLimit", "QueueDoesNotExist", "ReceiptHandleIsInvalid", "RequestThrottled", "TaskDoesNotExist", "TaskTimedOut",
    ];

    private const string QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/accounts";

    private static readonly QueuedAccount Message = new("id", "receipt");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_to_the_queue_is_what_the_model_takes()
    {
        await using var stub = new StubServer(request => JsonModelInput.Operation(request) == "ReceiveMessage" ? Answer(ServiceModel.Sqs, request) : StubAnswer.Json(string.Empty));
        using JsonClient client = Client(ServiceIdentity.Sqs, stub);
        var queue = new SqsAccounts(client, QueueUrl);

        await queue.ReceiveAsync(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(3), Stop);
        await queue.HideAsync(Message, TimeSpan.Zero, Stop);
        await queue.DeleteAsync(Message, Stop);

        AssertSent(stub, ServiceModel.Sqs, ["ChangeMessageVisibility", "DeleteMessage", "ReceiveMessage"]);
    }

    [Fact]
    public async Task What_is_answered_to_the_state_machine_is_what_the_model_takes()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json("{}"));
        using JsonClient client = Client(ServiceIdentity.StepFunctions, stub);
        var tasks = new StepFunctionsTasks(client);
        var summary = new RotationSummary { AccountId = "123456789012", StartedAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch, Rotated = 2 };

        await tasks.HeartbeatAsync("token", Stop);
        await tasks.SucceedAsync("token", summary, Stop);
        await tasks.FailAsync("token", "AccountNotEntered", new string('x', 100_000), Stop);

        AssertSent(stub, ServiceModel.StepFunctions, ["SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess"]);
        JsonNode output = JsonNode.Parse(JsonNode.Parse(stub.Requests.Single(request => JsonModelInput.Operation(request) == "SendTaskSuccess").Body)!["output"]!.ToString())!;
        Assert.Equal(("123456789012", "2", "1970-01-01T00:00:00Z"), (output["AccountId"]!.ToString(), output["Rotated"]!.ToString(), output["EndedAt"]!.ToString()));
    }

    [Fact]
    public void Every_typed_code_is_declared() => Assert.Empty(Codes.Except(ServiceModel.Sqs.AllErrors().Concat(ServiceModel.StepFunctions.AllErrors()).Select(error => error.Code), StringComparer.Ordinal));

    [Fact]
    public async Task A_queue_without_a_message_gives_none()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json("{}"));
        using JsonClient client = Client(ServiceIdentity.Sqs, stub);

        Assert.Null(await new SqsAccounts(client, QueueUrl).ReceiveAsync(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3), Stop));
    }

    [Fact]
    public async Task An_empty_answer_is_none_where_there_has_to_be_one()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(string.Empty));
        using JsonClient client = Client(ServiceIdentity.Sqs, stub);

        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => new SqsAccounts(client, QueueUrl).ReceiveAsync(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3), Stop));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
    }

    private static StubAnswer Answer(ServiceModel model, StubRequest request) => StubAnswer.Json(new JsonModelAnswer(model, JsonModelInput.Operation(request)).Text);

    private static void AssertSent(StubServer stub, ServiceModel model, IEnumerable<string> operations)
    {
        Assert.All(stub.Requests, request => Assert.Empty(JsonModelInput.Problems(model, request)));
        Assert.Equal(operations, stub.Requests.Select(JsonModelInput.Operation).Order(StringComparer.Ordinal));
    }

    private static JsonClient Client(ServiceIdentity service, StubServer stub) => new(new BasicAWSCredentials(Clients.KeyId, "secret"), Clients.Config(service, stub.Endpoint));
}
