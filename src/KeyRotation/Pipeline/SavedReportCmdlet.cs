using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Parameters;
using KeyRotation.CredentialReports;
using KeyRotation.Users;

namespace KeyRotation.Commands.Pipeline;

/// <summary>What every cmdlet has that looks at an account or, instead, at credential reports that somebody saved.</summary>
public abstract class SavedReportCmdlet : AwsCmdlet, IDynamicParameters
{
    internal const string AccountSet = "Account";
    internal const string PathSet = "Path";
    internal const string LiteralPathSet = "LiteralPath";

    private const string StandardInput = "-";

    private readonly List<string> paths = [];
    private readonly List<KeyTarget> named = [];
    private readonly GivenAccounts accounts = new();
    private PipedReport? piped;
    private ReportLineParameter? lineParameter;
    private string[]? lastPath;
    private string[]? lastUserName;

    /// <summary>
    /// Saved credential reports to look at instead of an account: files, wildcards allowed, folders of .csv files, or - for lines
    /// from the pipeline or standard input. They hold no key ids: their keys cannot be acted on.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Saved credential reports by the names of their files, as Get-ChildItem gives them.</summary>
    /// <remarks>Users of AWS Tools have a property Path, which is no file: that is why -Path takes nothing from the pipeline.</remarks>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The accounts to look at, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>How many accounts are looked at side by side, where there are many. Default: 16.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateRange(1, 256)]
    public int AccountThrottleLimit { get; set; } = 16;

    /// <summary>Which users to look at; wildcards are allowed. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? UserName { get; set; }

    /// <summary>The account that an object of the pipeline is of: its user is not looked for in another one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = AccountSet, DontShow = true)]
    public string? AccountId { get; set; }

    private IEnumerable<string> UserNames => named.Select(user => user.UserName);

    private string[] Given => ParameterSetName == LiteralPathSet ? LiteralPath : Path;

    private bool IsReportPiped => ParameterSetName == PathSet && MyInvocation.ExpectingInput && Path.Contains(StandardInput);

    /// <summary>
    /// Lines are taken from the pipeline with -Path - only: a parameter that is always there would take every object
    /// of the pipeline for a line, also one that brings a user's name.
    /// </summary>
    public object? GetDynamicParameters() => Path.Contains(StandardInput) ? lineParameter = new ReportLineParameter() : null;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        accounts.Add(Account);

        // What stands on the command line is the same object for every record of the pipeline.
        if (!ReferenceEquals(UserName, lastUserName))
        {
            named.AddRange((UserName ?? []).Select(name => new KeyTarget(name, AccessKeyId: null, string.IsNullOrEmpty(AccountId) ? null : AccountId)));
            lastUserName = UserName;
        }

        if (IsReportPiped)
        {
            piped ??= new PipedReport(SavedReportCheck());
            piped.Add(lineParameter?.ReportLine ?? string.Empty);
            if (piped.IsFull)
            {
                ReadPiped(areLast: false);
            }
        }
        else if (!ReferenceEquals(Given, lastPath))
        {
            paths.AddRange(Given);
            lastPath = Given;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (IsReportPiped)
        {
            ReadPiped(areLast: true);
        }
        else if (ParameterSetName is PathSet or LiteralPathSet)
        {
            ReadFiles();
        }
        else if (accounts.Count > 0)
        {
            RequireOwnConnections(accounts);
            RequirePatterns();
            RunAccounts(
                accounts.Connections(Region, EndpointUrl),
                connection => connection,
                new AccountRoundOptions(Activity, AccountThrottleLimit),
                (_, open, _, report, cancellationToken) =>
                    LookAsync(open, named.FindAll(user => user.AccountId is null || user.AccountId == open.Account.AccountId), report, cancellationToken));
        }
        else if (!MyInvocation.ExpectingInput || named.Count > 0)
        {
            RequirePatterns();
            RunOpen(GivenConnection, (open, report, cancellationToken) => LookAsync(open, OwnTargets.Of(open.Account, named, report), report, cancellationToken));
        }
    }

    /// <summary>What to look for in saved reports.</summary>
    /// <param name="userNames">The users to look at, by name or pattern; none for all.</param>
    private protected abstract ISavedReportCheck SavedReportCheck(IReadOnlyCollection<string> userNames);

    /// <summary>What is being done, for the progress display of many accounts.</summary>
    private protected abstract string Activity { get; }

    /// <summary>The look at one account.</summary>
    /// <param name="open">The connection to it.</param>
    /// <param name="userNames">The users to look at, by name or pattern; none for all.</param>
    /// <param name="report">Receives what is found.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private protected abstract Task LookAsync(AwsConnection open, IReadOnlyCollection<string> userNames, IReport report, CancellationToken cancellationToken);

    /// <summary>Whether a user is one of those asked for; null when all are.</summary>
    private protected Func<string, bool>? MatchesUserName(IReadOnlyCollection<string> userNames)
    {
        List<WildcardPattern> patterns = userNames.Select(name => UserNamePattern.Parse(this, name)).ToList();
        return patterns.Count == 0 ? null : name => patterns.Exists(pattern => pattern.IsMatch(name));
    }

    /// <summary>The users that were named in full.</summary>
    private protected static IReadOnlyCollection<string> NamedUsers(IReadOnlyCollection<string> userNames) => userNames
        .Where(name => !UserNamePattern.IsPattern(name))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .ToList();

    /// <summary>None of the users that were named may be of the account; that must not be taken for all of its users.</summary>
    private Task LookAsync(AwsConnection open, IReadOnlyList<KeyTarget> own, IReport report, CancellationToken cancellationToken) => own.Count == 0 && named.Count > 0
        ? Task.CompletedTask
        : LookAsync(open, own.Select(user => user.UserName).ToList(), report, cancellationToken);

    /// <summary>Refuses a pattern on the pipeline's thread: others cannot end the command.</summary>
    private void RequirePatterns() => _ = MatchesUserName(UserNames.ToList());

    private ISavedReportCheck SavedReportCheck() => SavedReportCheck(UserNames.ToList());

    private void ReadFiles()
    {
        var reports = new SavedReports(SavedReportCheck());
        var files = new ReportFiles(this);
        List<(Func<Stream> Open, string Name)> given = paths
            .SelectMany(path => path == StandardInput
                ? [(Console.OpenStandardInput, "standard input")]
                : files.Of(path).Select(file => ((Func<Stream>)(() => File.OpenRead(file)), file)))
            .ToList();
        if (given.Count == 0)
        {
            return;
        }

        Run(async (report, cancellationToken) =>
        {
            foreach ((Func<Stream> open, string name) in given)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await reports.ReadAsync(open, name, report, cancellationToken).ConfigureAwait(false);
            }

            reports.Complete(report);
        });
    }

    private void ReadPiped(bool areLast)
    {
        PipedReport lines = piped ??= new PipedReport(SavedReportCheck());
        Run((report, cancellationToken) => lines.ReadAsync(areLast, report, cancellationToken));
    }

    private sealed class ReportLineParameter
    {
        /// <summary>A line of a saved credential report.</summary>
        [Parameter(ValueFromPipeline = true, ParameterSetName = PathSet, DontShow = true)]
        [AllowEmptyString]
        [AllowNull]
        public string? ReportLine { get; set; }
    }
}
