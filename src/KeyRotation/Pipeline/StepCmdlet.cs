using System;
using System.Collections.Generic;
using System.Management.Automation;
using KeyRotation.Account;
using KeyRotation.Aws;
using KeyRotation.Steps;

namespace KeyRotation.Commands.Pipeline;

/// <summary>What every cmdlet has that changes keys: one run over one connection, which plans, asks and carries out.</summary>
public abstract class StepCmdlet : KeyCmdlet
{
    /// <summary>More calls at once gain nothing: AWS asks for fewer.</summary>
    private const int CallsAtOnce = 8;

    /// <summary>
    /// How many users are worked on at once, each of whom may have a new key that is not delivered yet. Default: 50. At most
    /// 8 calls are under way at the same time.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = new StepRunnerOptions().UsersAtOnce;

    /// <summary>Takes the steps of some rules.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="targets">The users and keys; none for the whole account.</param>
    /// <param name="activity">What is being done, for the progress display.</param>
    /// <param name="createRules">Creates the rules.</param>
    /// <param name="destinationsOf">Where the secret of a user's new key goes, in words; null when no step creates a key.</param>
    private protected void RunSteps(
        ConnectionOptions connection,
        IReadOnlyCollection<KeyTarget> targets,
        string activity,
        Func<AwsConnection, AccountSession, PipelineReport, IReadOnlyList<StepRule>> createRules,
        Func<KeyReference, IReadOnlyList<string>>? destinationsOf = null) => RunOpen(connection, (open, report, cancellationToken) =>
    {
        AccountSession account = open.Account.Marked(RotationMarks.OfUser()).Limited(Math.Min(CallsAtOnce, ThrottleLimit));
        var options = new StepRunnerOptions { UsersAtOnce = ThrottleLimit, Activity = activity, DestinationsOf = destinationsOf, SeenUses = SeenUses };
        var runner = new StepRunner(account, createRules(open, account, report), options, report);
        return RunOnUsersAsync(account, targets, report, users => runner.RunAsync(users, cancellationToken), cancellationToken);
    });
}
