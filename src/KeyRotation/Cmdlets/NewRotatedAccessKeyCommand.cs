using System;
using System.Collections.Generic;
using System.Management.Automation;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Retirement;
using KeyRotation.Rotation;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Creates a key that replaces an old one, verifies it and records it. The old key stays active.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "RotatedAccessKey", DefaultParameterSetName = KeySet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RotatedAccessKey), typeof(AccessKey))]
public sealed class NewRotatedAccessKeyCommand : RotatingCmdlet
{
    private const string SelfSet = "Self";

    /// <summary>
    /// Rotates the key that the call itself is made with, and writes the new one into the profile of -ProfileName: the
    /// next command signs with it. The old key stays active until Disable-OldAccessKey, or with -Force is disabled at once.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfSet)]
    public SwitchParameter Self { get; set; }

    /// <summary>The key to replace, from Get-StaleAccessKey.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public AccessKey? InputObject { get; set; }

    /// <summary>The key to replace, from Get-AccessKeyRotation.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = StatusSet)]
    [ValidateNotNull]
    public KeyStatus? Status { get; set; }

    /// <summary>The IAM user whose key is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string? UserName { get; set; }

    /// <summary>The id of the key to replace. Default: the user's only active key.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateAccessKeyId]
    [ArgumentCompleter(typeof(AccessKeyIdCompleter))]
    public string? AccessKeyId { get; set; }

    /// <summary>A text that the console shows beside the new key, at most 256 characters.</summary>
    [Parameter]
    [ValidateDescription]
    public string? Description { get; set; }

    /// <summary>Where a user has no room for a new key, removes a retired one first. Never an active one, and never before its quarantine is over.</summary>
    [Parameter]
    public SwitchParameter MakeRoom { get; set; }

    /// <summary>How many days a key must have been quarantined before -MakeRoom removes it. Default: 7.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int QuarantineDays { get; set; } = 7;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ParameterSetName == SelfSet
            || (ParameterSetName == KeySet && !HasKeyId(InputObject!))
            || (ParameterSetName == StatusSet && !HasKeyId(Status!)))
        {
            return;
        }

        string target = ParameterSetName == KeySet ? InputObject!.ToString()
            : ParameterSetName == StatusSet ? Status!.ToString()
            : AccessKeyId is null ? $"the only active key of user {UserName}"
            : $"key {AccessKeyId} of user {UserName}";
        if (!Agreed(target, MakeRoom ? "Remove a retired access key where there is no room, and create a new one that replaces" : "Create a new access key that replaces"))
        {
            return;
        }

        if (ParameterSetName == KeySet)
        {
            Add(InputObject!);
        }
        else if (ParameterSetName == StatusSet)
        {
            Add(Status!);
        }
        else
        {
            Add(UserName!, AccessKeyId);
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        var options = new RotationOptions
        {
            Description = Description,
            MakeRoom = MakeRoom,
            Quarantine = TimeSpan.FromDays(QuarantineDays),
        };
        if (Self)
        {
            RotateOwnKey(options);
        }

        foreach ((ConnectionOptions connection, List<KeyTarget> targets) in TargetsByConnection())
        {
            Rotate(connection, targets, options);
        }
    }

    private void RotateOwnKey(RotationOptions options)
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
        if (own is null || !Agreed($"key {own.AccessKeyId} of user {own.UserName}, which signs this call", "Create a new access key for the profile that replaces"))
        {
            return;
        }

        int rotated = Rotate(GivenConnection, [own], options with { Destinations = [profile] });
        if (rotated == 1 && Force)
        {
            // The profile holds the new key: from here on it signs.
            TakeStep(GivenConnection, [own], (_, account, report) => new KeyDisabling(account, new RetirementOptions { Force = true }, report));
        }
    }
}
