using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Aws;
using KeyRotation.Retirement;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// What every cmdlet that takes keys has: keys from the pipeline or by name, and the connection that each key was
/// seen through, so that a pipeline stays in the account that it began in.
/// </summary>
public abstract class KeyCmdlet : AwsCmdlet
{
    internal const string KeySet = "Key";
    internal const string NameSet = "Name";
    internal const string StatusSet = "Status";

    private readonly List<(ConnectionOptions Connection, KeyTarget Target)> targets = [];

    /// <summary>How many calls to IAM may be under way at once. Default: 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The targets by connection, in the order in which they came.</summary>
    private protected IEnumerable<(ConnectionOptions Connection, List<KeyTarget> Targets)> TargetsByConnection() => targets
        .GroupBy(item => item.Connection)
        .Select(group => (group.Key, group.Select(item => item.Target).ToList()));

    /// <summary>True when a pipeline was there and brought nothing: then there is nothing to do, and never "the whole account".</summary>
    private protected bool PipelineWasEmpty => MyInvocation.ExpectingInput && targets.Count == 0;

    /// <summary>Whether a key can be acted on; an error says why not.</summary>
    private protected bool HasKeyId(AccessKey key) => HasKeyId(new KeyReference(key.AccountId, key.UserName, key.AccessKeyId));

    /// <summary>Whether a key can be acted on; an error says why not. A key of an inventory with which nothing is going on cannot.</summary>
    private protected bool HasKeyId(KeyStatus key) => HasKeyId(new KeyReference(key.AccountId, key.UserName, key.AccessKeyId));

    private protected void Add(AccessKey key) => Add(key.GetConnection(), new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId));

    private protected void Add(RotatedAccessKey key) =>
        Add(key.GetConnection(), new KeyTarget(key.UserName, key.ReplacedAccessKeyId, key.AccountId));

    private protected void Add(KeyStatus key) => Add(key.GetConnection(), new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId));

    private protected void Add(string userName, string? accessKeyId) => Add(seen: null, new KeyTarget(userName, accessKeyId));

    /// <summary>
    /// Checks the guards for all keys, then asks in order on this thread, then carries out side by side what was
    /// agreed to.
    /// </summary>
    private protected void TakeStep(
        ConnectionOptions connection,
        IReadOnlyCollection<KeyTarget> stepTargets,
        Func<AwsConnection, AccountSession, PipelineReport, RetirementStep> stepOf)
    {
        IReadOnlyList<PlannedStep> planned = [];
        RunOpen(connection, async (open, report, cancellationToken) =>
            planned = await stepOf(open, open.Account.Limited(ThrottleLimit), report).PlanAsync(stepTargets, cancellationToken).ConfigureAwait(false));

        List<PlannedStep> agreed = planned.Where(step => step.Kind == StepKind.Nothing || Agreed(step.Key.ToString(), step.Action)).ToList();
        if (agreed.Count > 0)
        {
            RunOpen(connection, (open, report, cancellationToken) =>
                stepOf(open, open.Account.Limited(ThrottleLimit), report).CarryOutAsync(agreed, cancellationToken));
        }
    }

    private bool HasKeyId(KeyReference key)
    {
        if (key.AccessKeyId is null)
        {
            WriteError(ErrorRecords.Of(KeyRotationException.WithoutKeyId(key)));
        }

        return key.AccessKeyId is not null;
    }

    /// <summary>What is given explicitly counts; else the connection that the key was seen through.</summary>
    private void Add(ConnectionOptions? seen, KeyTarget target) =>
        targets.Add((HasConnectionParameters || seen is null ? GivenConnection : seen, target));
}
