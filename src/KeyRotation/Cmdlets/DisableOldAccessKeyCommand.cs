using System;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Retirement;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Makes old keys inactive that have gone quiet: superseded ones, and dormant ones that are named. Makes compromised keys inactive at once.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Disable, "OldAccessKey", HelpUri = HelpPages.Folder + "Disable-OldAccessKey.md", DefaultParameterSetName = AccountSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessKey))]
public sealed class DisableOldAccessKeyCommand : RetirementCmdlet
{
    private const double Days = 24 * 60 * 60;

    /// <summary>The accounts to work on, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>
    /// How long a key must have been quiet: a time span, or a number of days. Default: 1 day since the replacement was
    /// verified; 90 days for a key without a replacement.
    /// </summary>
    [Parameter]
    [Duration(Days)]
    public TimeSpan UnusedFor { get; set; }

    /// <summary>Disables although the evidence speaks against it or is missing; says so in a warning and in the journal.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Disables the keys at once because they are compromised: without evidence of quiet and without a replacement. Each is named by
    /// its id, or comes from the pipeline. The journal records it, and the key is not enabled again without -Force.
    /// </summary>
    [Parameter]
    public SwitchParameter Compromised { get; set; }

    /// <summary>
    /// The id of the finding that says that the key is compromised, for the journal. Needs -Compromised. Default: the finding of the
    /// key from the pipeline that was last seen.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? FindingId { get; set; }

    /// <summary>
    /// Adds to the refusal of a key that is in use who used it last, by the event history of CloudTrail. What cannot be read there
    /// is said and changes nothing.
    /// </summary>
    [Parameter]
    public SwitchParameter ShowUsers { get; set; }

    /// <summary>
    /// The destinations of the rotation, as in New-RotatedAccessKey: each is asked whether it still holds the replacement's
    /// secret. Needed for one outside of the account, where the replacement was never used. Default: the journal and the use
    /// of the replacement count.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateDestination]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public object[]? Destination { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        if (Compromised && ParameterSetName == AccountSet && !MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(ErrorRecords.CompromisedNeedsKey());
        }

        if (!Compromised && MyInvocation.BoundParameters.ContainsKey(nameof(FindingId)))
        {
            ThrowTerminatingError(ErrorRecords.FindingNeedsCompromised());
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (Compromised && (ParameterSetName == AccountSet || UserName?.Any(UserNamePattern.IsPattern) == true))
        {
            ThrowTerminatingError(ErrorRecords.CompromisedNeedsKey());
        }

        base.ProcessRecord();
    }

    private protected override KeyTarget Completed(KeyTarget target, AccessKey? seen) =>
        !Compromised ? target : target with
        {
            Finding = FindingId ?? CompromiseEvidence.LatestFindingOf(seen?.Compromise),
            MayBeAnother = FindingId is null && seen?.Compromise is { Count: > 0 } evidence && !evidence.Any(item => item.NamesKey),
        };

    private protected override DestinationSettings CreateDestinations() => new(new DestinationMapReader(this).Read(Destination, map: null, byTag: false))
    {
        ProfileLocation = ProfileLocation,
        FullPath = GetUnresolvedProviderPathFromPSPath,
        Session = InvokeCommand,
    };

    private protected override Account[]? GivenAccounts => Account;

    private protected override string Activity => "Disabling old access keys";

    private protected override RetirementRule CreateRule(AccountSession account, IDestinationMap destinations, IReport report)
    {
        var options = new RetirementOptions { UnusedFor = MyInvocation.BoundParameters.ContainsKey(nameof(UnusedFor)) ? UnusedFor : null, Force = Force, ShowUsers = ShowUsers };
        return Compromised ? new CompromisedKeyDisabling(account, options, report) : new KeyDisabling(account, options, report, destinations);
    }
}
