using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Activity;
using KeyRotation.Alternatives;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Pipeline;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Says what can replace a key: a role, federation, sessions of a person, or nothing.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AccessKeyAlternative", HelpUri = HelpPages.Folder + "Get-AccessKeyAlternative.md", DefaultParameterSetName = KeySet)]
[OutputType(typeof(KeyAlternative))]
public sealed class GetAccessKeyAlternativeCommand : KeyCmdlet
{
    /// <summary>More calls at once to IAM gain nothing: AWS asks for fewer.</summary>
    private const int CallsAtOnce = 8;

    private readonly Dictionary<KeyReference, AccessKey> seen = [];
    private readonly List<AccessKey> withoutId = [];

    /// <summary>The users whose keys are looked at; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? UserName { get; set; }

    /// <summary>The account that an object of the pipeline is of: a user of the same name in another one is not taken for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet, DontShow = true)]
    public string? AccountId { get; set; }

    /// <summary>A key from Get-StaleAccessKey, Get-AccessKeyRotation or a step, in the account that it was seen in; or of a saved credential report, for which no call is made.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public AccessKey? InputObject { get; set; }

    /// <summary>Who signs with the keys, from Get-AccessKeyActivity. Nothing is looked up then; a variable that is empty, because nobody was found, is allowed.</summary>
    [Parameter]
    public KeyActivity[]? Activity { get; set; }

    /// <summary>Looks up who signs with the keys, in the event history of CloudTrail, as Get-AccessKeyActivity does.</summary>
    [Parameter]
    public SwitchParameter IncludeActivity { get; set; }

    /// <summary>With -IncludeActivity: how many days to look back. Default: 7.</summary>
    [Parameter]
    [ValidateRange(1, 90)]
    public int Days { get; set; } = 7;

    /// <summary>With -IncludeActivity: the regions whose event history is read. Default: that of IAM, and that of the last use of the key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? TrailRegion { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        if (IncludeActivity && MyInvocation.BoundParameters.ContainsKey(nameof(Activity)))
        {
            ThrowTerminatingError(ErrorRecords.ActivityConflict());
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ParameterSetName == NameSet)
        {
            Add(UserName ?? [], accessKeyId: null, AccountId);
        }
        else if (InputObject!.AccessKeyId is null)
        {
            withoutId.Add(InputObject);
        }
        else
        {
            seen[new KeyReference(InputObject.AccountId, InputObject.UserName, InputObject.AccessKeyId)] = InputObject;
            Add(InputObject);
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (withoutId.Count > 0)
        {
            Run((report, _) => report.ResultsAsync(withoutId.ConvertAll(KeyAlternativeSearch.OfReported)));
        }

        var options = new AlternativeOptions
        {
            Activity = IncludeActivity ? new ActivityOptions { Back = TimeSpan.FromDays(Days), Regions = TrailRegion ?? [] } : null,
            KnownActivities = Activity?.OfType<KeyActivity>().ToList() ?? [],
        };
        var pace = new LookupPace(TimeProvider.System);
        RunGiven("Looking for alternatives to access keys", orWholeAccount: false, (open, targets, _, report, cancellationToken) =>
        {
            AccountSession account = open.Account.Limited(CallsAtOnce);
            var search = new KeyAlternativeSearch(account, options, pace, report);
            return RunOnUsersAsync(account, targets, report, users => SearchAsync(search, users, cancellationToken), cancellationToken);
        });
    }

    private Task SearchAsync(KeyAlternativeSearch search, IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken) => search.RunAsync(
        targets.Where(target => target.AccessKeyId is not null).Select(target => seen[new KeyReference(target.AccountId!, target.UserName, target.AccessKeyId)]).ToList(),
        targets.Where(target => target.AccessKeyId is null).ToList(),
        cancellationToken);
}
