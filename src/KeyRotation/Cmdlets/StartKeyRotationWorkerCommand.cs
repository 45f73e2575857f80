using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Workers;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">
/// Takes accounts from a queue that AWS Step Functions fills, passes over each as Invoke-AccessKeyRotation does, and answers the state
/// machine. One of many workers on as many machines.
/// </para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "KeyRotationWorker", HelpUri = HelpPages.Folder + "Start-KeyRotationWorker.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RotationSummary))]
public sealed class StartKeyRotationWorkerCommand : PassCmdlet
{
    private const double Seconds = 1;
    private const double ShortestVisibility = 3;
    private const double LongestVisibility = 12 * 60 * 60;

    /// <summary>Which accounts come is not known: a name that two of them would share is refused at once.</summary>
    private static readonly (string? Id, string? Name)[] AnyTwoAccounts = [("first", "first"), ("second", "second")];

    private const string Activity = "Rotating the access keys of the account";

    /// <summary>The address of the queue, in the region of the connection.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateForm("^https?://[^/\\s]+/\\S+$", "is not the URL of a queue, e.g. https://sqs.eu-central-1.amazonaws.com/123456789012/key-rotation.")]
    public string QueueUrl { get; set; } = string.Empty;

    /// <summary>The role to assume in each account, with its path where it has one.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateForm(ValidateFormAttribute.RoleName, "is not the name of a role: letters, digits and _+=,.@-, at most 64, behind a path where the role has one.")]
    public string RoleName { get; set; } = string.Empty;

    /// <summary>The external id that the trust policies of the roles ask for.</summary>
    [Parameter]
    [ValidateForm(ValidateFormAttribute.ExternalId, "cannot be an external id: 2 to 1224 letters, digits and _+=,.@:/-.")]
    public string? ExternalId { get; set; }

    /// <summary>What CloudTrail shows as the caller's name in the accounts. Default: KeyRotation.</summary>
    [Parameter]
    [ValidateForm(ValidateFormAttribute.SessionName, "cannot be the name of a session: 2 to 64 letters, digits and _+=,.@-.")]
    public string SessionName { get; set; } = Account.DefaultSessionName;

    /// <summary>Ends after this many accounts. Default: no limit.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxAccounts { get; set; }

    /// <summary>Ends after this long without an account: a time span, or a number of seconds. Default: waits for the next one without end.</summary>
    [Parameter]
    [Duration(Seconds)]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>
    /// How long an account stays with a worker that is gone: a time span, or a number of seconds, from 3 seconds to 12 hours. A heartbeat is
    /// sent three times as often. Default: 3 minutes.
    /// </summary>
    [Parameter]
    [Duration(Seconds, Shortest = ShortestVisibility, Longest = LongestVisibility)]
    public TimeSpan VisibilityTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        if (!HasDestination)
        {
            ThrowTerminatingError(ErrorRecords.WorkerNeedsDestination());
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (!ShouldProcess(QueueUrl, "Take accounts from the queue and rotate their access keys"))
        {
            return;
        }

        RequireUsable(AnyTwoAccounts);

        // Variables and paths of the session are read on its own thread.
        ConnectionOptions connection = GivenConnection;
        DestinationSettings destinations = Destinations;
        Func<UserToPlace, IReadOnlyList<string>> places = destinations.Places();
        IReadOnlyCollection<string> givenBack = [];
        try
        {
            Run(async (report, cancellationToken) =>
            {
                var door = new AccountDoor(TimeProvider.System, report, cancellationToken);
                using AwsConnection open = await door.OpenAsync(connection, report, cancellationToken).ConfigureAwait(false);
                report.Verbose($"Accounts are entered as {open.Account.Caller.Arn}.");
                await destinations.OpenAsync(door, connection, report, cancellationToken).ConfigureAwait(false);
                var worker = new AccountWorker(open.Queue(QueueUrl), open.Tasks(), Options(), TimeProvider.System, report);
                givenBack = worker.GivenBack;
                await worker.RunAsync(AccountsOf(open), Pass(door, destinations, places, report), cancellationToken).ConfigureAwait(false);
            });
        }
        finally
        {
            SayGivenBack(givenBack);
        }
    }

    private WorkerOptions Options() => new()
    {
        Queue = QueueUrl,
        AccountsAtOnce = AccountThrottleLimit,
        MaxAccounts = MaxAccounts,
        IdleTimeout = IdleTimeout,
        Hidden = VisibilityTimeout,
    };

    private Func<ListedAccount, Account> AccountsOf(AwsConnection open)
    {
        string partition = open.Account.Caller.Arn.Split(':')[1];
        return listed => new Account(listed.AccountId, partition, RoleName, GivenConnection)
        {
            Name = listed.Name.Length == 0 ? null : listed.Name,
            ExternalId = ExternalId,
            SessionName = SessionName,
        };
    }

    private Func<Account, IReport, CancellationToken, Task<RotationSummary>> Pass(AccountDoor door, DestinationSettings destinations, Func<UserToPlace, IReadOnlyList<string>> places, PipelineReport thread) =>
        async (account, report, cancellationToken) =>
        {
            using AwsConnection entered = await door.OpenAsync(account.GetConnection(), report, cancellationToken).ConfigureAwait(false);
            return await SummarizeStepsAsync(
                Activity,
                entered,
                (open, session, pipeline, own) => AccountPass.CreateRules(session, PassOptionsFor(destinations.Make(open, pipeline, own), pipeline), own),
                places,
                thread,
                report,
                cancellationToken).ConfigureAwait(false);
        };

    /// <summary>The streams of a stopped pipeline take nothing any more; the host does.</summary>
    private void SayGivenBack(IReadOnlyCollection<string> accountIds)
    {
        if (accountIds.Count == 0)
        {
            return;
        }

        try
        {
            Host?.UI?.WriteWarningLine($"Stopped. Not finished, and in the queue again for another worker: {string.Join(", ", accountIds)}.");
        }
        catch (Exception problem) when (problem is System.Management.Automation.Host.HostException or PSInvalidOperationException or PipelineStoppedException or NotImplementedException)
        {
            // A host that shows nothing.
        }
    }
}
