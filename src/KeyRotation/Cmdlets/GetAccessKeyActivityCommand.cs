using System;
using System.Management.Automation;
using KeyRotation.Activity;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Finds who signs with a key, or what was done to it, in the event history of CloudTrail.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AccessKeyActivity", HelpUri = HelpPages.Folder + "Get-AccessKeyActivity.md", DefaultParameterSetName = IdSet)]
[OutputType(typeof(KeyActivity), typeof(KeyChange))]
public sealed class GetAccessKeyActivityCommand : KeyCmdlet
{
    private const string IdSet = "Id";

    /// <summary>More calls at once to IAM gain nothing: AWS asks for fewer.</summary>
    private const int CallsAtOnce = 8;

    /// <summary>The users whose keys are looked up; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? UserName { get; set; }

    /// <summary>The key's id. Its user does not have to be known. Default: every key of the user.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = IdSet)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateAccessKeyId]
    [ArgumentCompleter(typeof(AccessKeyIdCompleter))]
    public string? AccessKeyId { get; set; }

    /// <summary>The account that an object of the pipeline is of: a user of the same name in another one is not taken for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet, DontShow = true)]
    public string? AccountId { get; set; }

    /// <summary>A key from Get-StaleAccessKey, Get-AccessKeyRotation or a step, in the account that it was seen in.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public AccessKey? InputObject { get; set; }

    /// <summary>A finished rotation from New-RotatedAccessKey: stands for the key that was replaced.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RotatedSet)]
    [ValidateNotNull]
    public RotatedAccessKey? Rotation { get; set; }

    /// <summary>How many days to look back. Default: 7.</summary>
    [Parameter]
    [ValidateRange(1, 90)]
    public int Days { get; set; } = 7;

    /// <summary>The regions whose event history is read. Default: that of IAM, and that of the last use of the key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? TrailRegion { get; set; }

    /// <summary>Reads the event history of every region of the partition.</summary>
    [Parameter]
    public SwitchParameter AllRegions { get; set; }

    /// <summary>How many events of a key are read in a region, the most recent ones. Default: 5000.</summary>
    [Parameter]
    [ValidateRange(1, 1000000)]
    public int MaximumEvents { get; set; } = new ActivityOptions().MaximumEvents;

    /// <summary>Gives what was done to the key instead of what was done with it: when it was created, made active or inactive, or deleted, by whom and from where.</summary>
    [Parameter]
    public SwitchParameter Administration { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case KeySet:
                Add(InputObject!);
                break;
            case RotatedSet:
                Add(Rotation!);
                break;
            default:
                Add(UserName ?? [string.Empty], AccessKeyId, AccountId);
                break;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (AllRegions && TrailRegion is not null)
        {
            ThrowTerminatingError(ErrorRecords.TrailRegionConflict());
        }

        var options = new ActivityOptions
        {
            Back = TimeSpan.FromDays(Days),
            Regions = TrailRegion ?? [],
            AllRegions = AllRegions,
            MaximumEvents = MaximumEvents,
            KnownUses = SeenUses,
        };
        var pace = new LookupPace(TimeProvider.System);
        RunGiven("Looking up the activity of access keys", orWholeAccount: false, (open, targets, _, report, cancellationToken) =>
        {
            AccountSession account = open.Account.Limited(CallsAtOnce);
            return RunOnUsersAsync(
                account,
                targets,
                report,
                users => Administration
                    ? new KeyChangeSearch(account, options, pace, report).RunAsync(users, cancellationToken)
                    : new KeyActivitySearch(account, options, pace, report).RunAsync(users, cancellationToken),
                cancellationToken);
        });
    }
}
