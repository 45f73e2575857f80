using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Pipeline;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Finds active access keys that are too old or unused for too long.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "StaleAccessKey", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(AccessKey))]
public sealed class GetStaleAccessKeyCommand : AwsCmdlet
{
    private const string AccountSet = "Account";
    private const string PathSet = "Path";
    private const int DefaultDays = 90;

    private readonly List<string> userNames = [];
    private readonly List<string> paths = [];

    /// <summary>From which age on a key is stale, in days. Default: 90 (CIS), unless only -UnusedDays is given.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Days { get; set; } = DefaultDays;

    /// <summary>From how many days without use on a key is stale. A key that was never used counts from its creation.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int UnusedDays { get; set; }

    /// <summary>Which users to look at; wildcards are allowed. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? UserName { get; set; }

    /// <summary>Saved credential reports to look at instead of an account. They hold no key ids: their keys cannot be acted on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Asks for every key directly instead of starting from the credential report, which may be four hours old.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    public SwitchParameter Live { get; set; }

    /// <summary>Also gives inactive keys.</summary>
    [Parameter]
    public SwitchParameter IncludeInactive { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        userNames.AddRange(UserName ?? []);
        foreach (string path in paths.Count == 0 ? Path ?? [] : [])
        {
            paths.AddRange(GetResolvedProviderPathFromPSPath(path, out _));
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (MyInvocation.ExpectingInput && userNames.Count == 0)
        {
            return;
        }

        AuditOptions options = Options();
        if (ParameterSetName == PathSet)
        {
            Run((report, _) => AuditFilesAsync(options, report));
        }
        else
        {
            Run(GivenConnection, (account, report, cancellationToken) => new StaleKeyAudit(account.Limited(callsInFlight: 8), options, report).RunAsync(cancellationToken));
        }
    }

    private AuditOptions Options()
    {
        bool hasDays = MyInvocation.BoundParameters.ContainsKey(nameof(Days));
        bool hasUnusedDays = MyInvocation.BoundParameters.ContainsKey(nameof(UnusedDays));
        List<WildcardPattern> patterns = userNames.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        return new AuditOptions
        {
            Rule = new StaleRule(
                hasDays || !hasUnusedDays ? TimeSpan.FromDays(Days) : null,
                hasUnusedDays ? TimeSpan.FromDays(UnusedDays) : null),
            MatchesUserName = patterns.Count == 0 ? null : name => patterns.Exists(pattern => pattern.IsMatch(name)),
            NamedUsers = userNames.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Distinct(StringComparer.OrdinalIgnoreCase).ToList(),
            Live = Live,
            IncludeInactive = IncludeInactive,
        };
    }

    private async Task AuditFilesAsync(AuditOptions options, IReport report)
    {
        foreach (string path in paths)
        {
            using var text = new StreamReader(path, Encoding.UTF8);
            await new SavedReportAudit(options, TimeProvider.System, report).RunAsync(text, path).ConfigureAwait(false);
        }
    }
}
