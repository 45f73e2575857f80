using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Delivery;
using KeyRotation.Delivery;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Commands.Pipeline;

/// <summary>What every cmdlet has that changes keys: one run over one connection, which plans, asks and carries out.</summary>
public abstract class StepCmdlet : KeyCmdlet
{
    /// <summary>More calls at once gain nothing: AWS asks for fewer.</summary>
    private const int CallsAtOnce = 8;

    private DestinationSettings? destinations;

    /// <summary>
    /// How many users are worked on at once, each of whom may have a new key that is not delivered yet. Default: 50. At most
    /// 8 calls are under way at the same time.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = new StepRunnerOptions().UsersAtOnce;

    /// <summary>Takes the steps of some rules on what was given.</summary>
    /// <param name="activity">What is being done, for the progress display.</param>
    /// <param name="orWholeAccount">Whether nothing given means the whole account.</param>
    /// <param name="createRules">Creates the rules.</param>
    /// <param name="destinationsOf">Where the secret of a user's new key goes, in words; null when no step creates a key.</param>
    private protected void RunSteps(
        string activity,
        bool orWholeAccount,
        Func<AwsConnection, AccountSession, PipelineReport, IReport, IReadOnlyList<StepRule>> createRules,
        Func<UserToPlace, IReadOnlyList<string>>? destinationsOf = null) => RunGiven(
        activity,
        orWholeAccount,
        (open, targets, thread, report, cancellationToken) =>
        {
            IReport watched = Watched(open.Account, report);
            return RunStepsAsync(open, targets, Options(activity, destinationsOf), account => createRules(open, account, thread, watched), watched, cancellationToken);
        });

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
        Func<UserToPlace, IReadOnlyList<string>>? destinationsOf = null) => RunOpen(connection, (open, report, cancellationToken) =>
        RunStepsAsync(open, targets, Options(activity, destinationsOf), account => createRules(open, account, report), report, cancellationToken));

    /// <summary>Takes the steps of some rules of the whole account, or of each that was given, and gives what was done there in numbers instead of keys.</summary>
    private protected void SummarizeSteps(
        string activity,
        Func<AwsConnection, AccountSession, PipelineReport, IReport, IReadOnlyList<StepRule>> createRules,
        Func<UserToPlace, IReadOnlyList<string>> destinationsOf) => RunGiven(activity, orWholeAccount: true, async (open, _, thread, report, cancellationToken) =>
        await report.ResultAsync(await SummarizeStepsAsync(activity, open, createRules, destinationsOf, thread, report, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false));

    /// <summary>Takes the steps of some rules of a whole account, and gives what was done there in numbers.</summary>
    private protected async Task<RotationSummary> SummarizeStepsAsync(
        string activity,
        AwsConnection open,
        Func<AwsConnection, AccountSession, PipelineReport, IReport, IReadOnlyList<StepRule>> createRules,
        Func<UserToPlace, IReadOnlyList<string>> destinationsOf,
        PipelineReport thread,
        IReport report,
        CancellationToken cancellationToken)
    {
        var summarized = new SummarizedReport(thread, report);
        DateTimeOffset startedAt = open.Account.Time.GetUtcNow();
        IReport watched = Watched(open.Account, summarized);
        StepRunnerOptions options = Options(activity, destinationsOf) with { StepDone = summarized.StepDone };
        await RunStepsAsync(open, [], options, account => createRules(open, account, thread, watched), watched, cancellationToken).ConfigureAwait(false);
        return summarized.Tally.ToSummary(open.Account.AccountId, startedAt, open.Account.Time.GetUtcNow());
    }

    /// <summary>The destinations of the cmdlet: one object, so that the ways to them are opened once.</summary>
    private protected DestinationSettings Destinations => destinations ??= CreateDestinations();

    private protected virtual DestinationSettings CreateDestinations() => new(new DestinationMapReader(this).Read(given: null, map: null, byTag: false)) { FullPath = GetUnresolvedProviderPathFromPSPath, Session = InvokeCommand };

    private protected override Task PrepareAsync(AccountDoor door, ConnectionOptions connection, PipelineReport report, CancellationToken cancellationToken) =>
        Destinations.OpenAsync(door, connection, report, cancellationToken);

    private protected override void RequireUsable(IReadOnlyList<(string? Id, string? Name)> accounts)
    {
        try
        {
            SharedPlaceNames.RequireDistinct(Destinations.NamesElsewhere, accounts);
        }
        catch (KeyRotationException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem));
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            destinations?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Follows what is done in an account, and passes it on.</summary>
    private protected virtual IReport Watched(AccountSession account, IReport report) => report;

    /// <summary>How steps are run, with what only one cmdlet has.</summary>
    private protected virtual StepRunnerOptions Completed(StepRunnerOptions options) => options;

    private StepRunnerOptions Options(string activity, Func<UserToPlace, IReadOnlyList<string>>? destinationsOf) =>
        Completed(new() { UsersAtOnce = ThrottleLimit, Activity = activity, DestinationsOf = destinationsOf, SeenUses = SeenUses });

    /// <summary>IAM groups whose members are exempt.</summary>
    private protected virtual IReadOnlyCollection<string> ExemptGroups => [];

    private async Task RunStepsAsync(
        AwsConnection open,
        IReadOnlyCollection<KeyTarget> targets,
        StepRunnerOptions options,
        Func<AccountSession, IReadOnlyList<StepRule>> createRules,
        IReport report,
        CancellationToken cancellationToken)
    {
        AccountSession limited = open.Account.Marked(RotationMarks.OfUser()).Limited(Math.Min(CallsAtOnce, ThrottleLimit));
        AccountSession account = await GroupExemptions.ReadAsync(limited, ExemptGroups, cancellationToken).ConfigureAwait(false);
        if (Destinations.NeedPaths)
        {
            account = await UserPaths.ReadAsync(account, cancellationToken).ConfigureAwait(false);
        }

        var runner = new StepRunner(account, createRules(account), options, report);
        await RunOnUsersAsync(account, targets, report, users => runner.RunAsync(users, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
