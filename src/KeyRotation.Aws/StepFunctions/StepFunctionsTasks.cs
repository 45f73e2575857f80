using System;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Json;
using KeyRotation.Workers;

namespace KeyRotation.Aws.StepFunctions;

/// <summary>The answers to AWS Step Functions (API version 2016-11-23). A token is a secret of the execution: whoever has it can answer.</summary>
internal sealed class StepFunctionsTasks : IWorkflowTasks
{
    /// <summary>The quota of <c>error</c> in the API model.</summary>
    private const int LongestError = 256;

    /// <summary>The quota of <c>cause</c> is 32,768; this much is what a person reads.</summary>
    private const int LongestCause = 4096;

    private readonly JsonClient client;

    public StepFunctionsTasks(JsonClient client) => this.client = client;

    public Task HeartbeatAsync(string taskToken, CancellationToken cancellationToken) => client.CallAsync(Request("SendTaskHeartbeat", taskToken), cancellationToken);

    public Task SucceedAsync(string taskToken, RotationSummary summary, CancellationToken cancellationToken) =>
        client.CallAsync(Request("SendTaskSuccess", taskToken).With("output", Output(summary).ToJsonString()), cancellationToken);

    public Task FailAsync(string taskToken, string errorId, string cause, CancellationToken cancellationToken) =>
        client.CallAsync(Request("SendTaskFailure", taskToken).With("error", Cut(errorId, LongestError)).With("cause", Cut(cause, LongestCause)), cancellationToken);

    private static JsonRequest Request(string operation, string taskToken)
    {
        JsonRequest request = new JsonRequest(operation).With("taskToken", taskToken);
        request.AddSecret(taskToken);
        return request;
    }

    private static JsonObject Output(RotationSummary summary) => new()
    {
        ["AccountId"] = summary.AccountId,
        ["Rotated"] = summary.Rotated,
        ["Disabled"] = summary.Disabled,
        ["Removed"] = summary.Removed,
        ["Eliminated"] = summary.Eliminated,
        ["Settled"] = summary.Settled,
        ["QuarantinesBegun"] = summary.QuarantinesBegun,
        ["LeftForLater"] = summary.LeftForLater,
        ["LeftUntil"] = summary.LeftUntil is DateTimeOffset until ? Time(until) : null,
        ["Failures"] = summary.Failures,
        ["StartedAt"] = Time(summary.StartedAt),
        ["EndedAt"] = Time(summary.EndedAt),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text.Substring(0, longest - 1) + "…";
}
