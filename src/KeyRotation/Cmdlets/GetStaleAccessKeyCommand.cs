using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.CredentialReports;
using KeyRotation.Users;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Finds active access keys that are too old or unused for too long.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "StaleAccessKey", HelpUri = HelpPages.Folder + "Get-StaleAccessKey.md", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(AccessKey))]
public sealed class GetStaleAccessKeyCommand : SavedReportCmdlet
{
    private const int DefaultDays = 90;

    /// <summary>From which age on a key is stale, in days. Default: 90 (CIS), unless only -UnusedDays is given.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Days { get; set; } = DefaultDays;

    /// <summary>From how many days without use on a key is stale. A key that was never used counts from its creation.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int UnusedDays { get; set; }

    /// <summary>Asks for every key directly instead of starting from the credential report, which may be four hours old.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    public SwitchParameter Live { get; set; }

    /// <summary>Also gives inactive keys.</summary>
    [Parameter]
    public SwitchParameter IncludeInactive { get; set; }

    /// <summary>Reads the tags of each user with a stale key, at one call each: its owner, and whether it is exempt or being rotated.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    public SwitchParameter IncludeTags { get; set; }

    /// <summary>Lets the tag keyrotation:days make -Days shorter for its user, never longer, at one call for each user with an active key.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    public SwitchParameter DaysByTag { get; set; }

    /// <summary>IAM groups whose members are exempt, at one call each.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public string[] ExemptGroup { get; set; } = [];

    private protected override ISavedReportCheck SavedReportCheck(IReadOnlyCollection<string> userNames) => new SavedReportAudit(Options(userNames), TimeProvider.System);

    private protected override string Activity => "Finding stale access keys";

    private protected override async Task LookAsync(AwsConnection open, IReadOnlyCollection<string> userNames, IReport report, CancellationToken cancellationToken)
    {
        AccountSession exempting = await GroupExemptions.ReadAsync(open.Account.Limited(callsInFlight: 8), ExemptGroup, cancellationToken).ConfigureAwait(false);
        await new StaleKeyAudit(exempting, Options(userNames), report).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private AuditOptions Options(IReadOnlyCollection<string> userNames)
    {
        bool hasDays = MyInvocation.BoundParameters.ContainsKey(nameof(Days));
        bool hasUnusedDays = MyInvocation.BoundParameters.ContainsKey(nameof(UnusedDays));
        return new AuditOptions
        {
            Rule = new StaleRule(
                hasDays || !hasUnusedDays ? TimeSpan.FromDays(Days) : null,
                hasUnusedDays ? TimeSpan.FromDays(UnusedDays) : null),
            MatchesUserName = MatchesUserName(userNames),
            NamedUsers = NamedUsers(userNames),
            Live = Live,
            IncludeInactive = IncludeInactive,
            IncludeTags = IncludeTags,
            DaysByTag = DaysByTag,
        };
    }
}
