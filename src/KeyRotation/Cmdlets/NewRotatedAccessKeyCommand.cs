using System;
using System.Management.Automation;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Retirement;
using KeyRotation.Rotation;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Creates a key that replaces an old one, verifies it and records it. The old key stays active.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "RotatedAccessKey", HelpUri = HelpPages.Folder + "New-RotatedAccessKey.md", DefaultParameterSetName = KeySet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RotatedAccessKey), typeof(AccessKey))]
public sealed class NewRotatedAccessKeyCommand : RotatingCmdlet
{
    private const string SelfSet = "Self";
    private const string Activity = "Rotating access keys";

    /// <summary>
    /// Rotates the key that the call itself is made with, and writes the new one into the profile of -ProfileName: the
    /// next command signs with it. The old key stays active until Disable-OldAccessKey, or with -Force is disabled at once.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfSet)]
    public SwitchParameter Self { get; set; }

    /// <summary>The key to replace, from Get-StaleAccessKey or Get-AccessKeyRotation.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public AccessKey? InputObject { get; set; }

    /// <summary>The IAM users whose keys are replaced; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? UserName { get; set; }

    /// <summary>The id of the key to replace. Default: the user's only active key.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateAccessKeyId]
    [ArgumentCompleter(typeof(AccessKeyIdCompleter))]
    public string? AccessKeyId { get; set; }

    /// <summary>The account that an object of the pipeline is of: a user of the same name in another one is not taken for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet, DontShow = true)]
    public string? AccountId { get; set; }

    /// <summary>A text that the console shows beside the new key, at most 256 characters.</summary>
    [Parameter]
    [ValidateDescription]
    public string? Description { get; set; }

    /// <summary>Where a user has no room for a new key, removes a retired one first. Never an active one, and never before its quarantine is over.</summary>
    [Parameter]
    public SwitchParameter MakeRoom { get; set; }

    /// <summary>
    /// Where the recorded replacement of a key was never used, deletes it and creates another one: for a secret that is lost.
    /// A replacement that was used is refused, and so is one that a destination may hold: give the same -Destination again.
    /// </summary>
    [Parameter]
    public SwitchParameter ReplaceUnused { get; set; }

    /// <summary>How many days a key must have been quarantined before -MakeRoom removes it. Default: 7.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int QuarantineDays { get; set; } = 7;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case KeySet:
                Add(InputObject!);
                break;
            case NameSet:
                Add(UserName!, AccessKeyId, AccountId);
                break;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (Self)
        {
            RotateOwnKey();
        }

        DestinationSettings destinations = Destinations;
        RunSteps(
            Activity,
            orWholeAccount: false,
            (open, account, thread, report) => AccountPass.CreateRotationRules(account, Options(destinations.Make(open, thread, report), thread), report),
            destinations.Places());
    }

    private RotationOptions Options(IDestinationMap destinations, IPipelineThread thread) => WithScripts(new RotationOptions
    {
        Description = Description,
        MakeRoom = MakeRoom,
        ReplaceUnused = ReplaceUnused,
        Quarantine = TimeSpan.FromDays(QuarantineDays),
        VerifyTimeout = VerifyTimeout,
        DestinationMap = destinations,
    }, thread);

    private void RotateOwnKey()
    {
        if (ProfileName is null)
        {
            ThrowTerminatingError(ErrorRecords.SelfNeedsProfile());
            return;
        }

        IDestination profile = Destinations.Profile(new NameTemplate(ProfileName));
        KeyTarget? own = null;
        RunOpen(GivenConnection, async (open, _, cancellationToken) =>
        {
            (string accessKeyId, bool isPermanent) = await open.SigningKeyAsync(cancellationToken).ConfigureAwait(false);
            own = await OwnKey.OfProfileAsync(open.Account, accessKeyId, isPermanent, profile, ProfileName, cancellationToken).ConfigureAwait(false);
        });
        RunSteps(
            GivenConnection,
            [own!],
            Activity,
            (_, account, report) => AccountPass.CreateRotationRules(account, Options(new SameDestinations([profile]), report), report),
            _ => [$"{profile.Kind}:{ProfileName}"]);
        if (Force && SignsWithAnother(own!))
        {
            // The profile holds the new key: from here on it signs.
            RunSteps(GivenConnection, [own!], Activity, (_, account, report) => [new KeyDisabling(account, new RetirementOptions { Force = true }, report)]);
        }
    }

    private bool SignsWithAnother(KeyTarget own)
    {
        bool isAnother = false;
        RunOpen(GivenConnection, async (open, _, cancellationToken) =>
            isAnother = (await open.SigningKeyAsync(cancellationToken).ConfigureAwait(false)).AccessKeyId != own.AccessKeyId);
        return isAnother;
    }
}
