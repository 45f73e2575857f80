using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Status;
using KeyRotation.Users;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Gives the stage of keys, the next step, when it is due, and what blocks it.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AccessKeyRotation", HelpUri = HelpPages.Folder + "Get-AccessKeyRotation.md", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(KeyStatus))]
public sealed class GetAccessKeyRotationCommand : KeyCmdlet
{
    private const double SecondsOfDay = 24 * 60 * 60;

    private DestinationSettings? destinations;

    /// <summary>The users whose keys are looked at; wildcards are allowed. Default: every user who has a stale key, two keys or an inactive one.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? UserName { get; set; }

    /// <summary>The account that an object of the pipeline is of: a user of the same name in another one is not taken for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet, DontShow = true)]
    public string? AccountId { get; set; }

    /// <summary>A key from Get-StaleAccessKey or from a step: the keys of its user are looked at, in the account that it was seen in.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public AccessKey? InputObject { get; set; }

    /// <summary>A finished rotation from New-RotatedAccessKey: the keys of its user are looked at, in the account that it was made in.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RotatedSet)]
    [ValidateNotNull]
    public RotatedAccessKey? Rotation { get; set; }

    /// <summary>The accounts to work on, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>From which age on a key is stale, in days. Default: 90.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Days { get; set; } = 90;

    /// <summary>How long a superseded key must have been quiet: a time span, or a number of days. Default: 1 day.</summary>
    [Parameter]
    [Duration(SecondsOfDay)]
    public TimeSpan UnusedFor { get; set; } = new StatusOptions().UnusedFor;

    /// <summary>How many days a key must have been quarantined. Default: 7.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int QuarantineDays { get; set; } = 7;

    /// <summary>Gives every key of the account. Those with which nothing is going on come from the credential report, without a further call and without their ids.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    public SwitchParameter All { get; set; }

    /// <summary>How many calls to IAM may be under way at once. Default: 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>
    /// Destinations, as New-RotatedAccessKey takes them: each is asked which key of the user it holds, and the answers are in Places. Reads secrets, and
    /// shows none. Default: none is asked.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateDestination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public object[]? Destination { get; set; }

    /// <summary>Each user's own destinations, as Invoke-AccessKeyRotation takes them: a .psd1 file, or a hashtable. Default: -Destination is for all users.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? DestinationMap { get; set; }

    /// <summary>Lets the tag keyrotation:to of a user say where its keys are, before -DestinationMap and -Destination.</summary>
    [Parameter]
    public SwitchParameter DestinationByTag { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case KeySet:
                AddUser(InputObject!.GetConnection(), InputObject.UserName, InputObject.AccountId);
                break;
            case RotatedSet:
                AddUser(Rotation!.GetConnection(), Rotation.UserName, Rotation.AccountId);
                break;
            default:
                Add(UserName ?? [], accessKeyId: null, AccountId);
                Add(Account);
                break;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        var options = new StatusOptions
        {
            OlderThan = TimeSpan.FromDays(Days),
            UnusedFor = UnusedFor,
            Quarantine = TimeSpan.FromDays(QuarantineDays),
            All = All,
            PlacesOf = Destinations.Places(),
        };
        RunGiven("Looking where keys stand", orWholeAccount: ParameterSetName == AccountSet, async (open, targets, thread, report, cancellationToken) =>
        {
            AccountSession account = open.Account.Limited(ThrottleLimit);
            if (Destinations.NeedPaths)
            {
                account = await UserPaths.ReadAsync(account, cancellationToken).ConfigureAwait(false);
            }

            var status = new AccountStatus(account, options with { DestinationMap = Destinations.Make(open, thread, report) }, report);
            await RunOnUsersAsync(open.Account, targets, report, users => status.RunAsync(users, cancellationToken), cancellationToken).ConfigureAwait(false);
        });
    }

    private DestinationSettings Destinations => destinations ??= new DestinationSettings(new DestinationMapReader(this).Read(Destination, DestinationMap, DestinationByTag))
    {
        ProfileLocation = ProfileLocation,
        FullPath = GetUnresolvedProviderPathFromPSPath,
        Session = InvokeCommand,
    };

    private protected override Task PrepareAsync(AccountDoor door, ConnectionOptions connection, PipelineReport report, CancellationToken cancellationToken) =>
        Destinations.OpenAsync(door, connection, report, cancellationToken);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            destinations?.Dispose();
        }

        base.Dispose(disposing);
    }
}
