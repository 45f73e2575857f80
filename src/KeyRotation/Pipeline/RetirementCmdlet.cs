using System.Collections.Generic;
using System.Management.Automation;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Parameters;
using KeyRotation.Retirement;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// Disabling, enabling and removing: keys from the pipeline, by name, or those of the whole account.
/// </summary>
public abstract class RetirementCmdlet : KeyCmdlet
{
    internal const string AccountSet = "Account";
    internal const string RotatedSet = "Rotated";

    /// <summary>A key from Get-StaleAccessKey or from a step before.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public AccessKey? InputObject { get; set; }

    /// <summary>A finished rotation: stands for the key that was replaced.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RotatedSet)]
    [ValidateNotNull]
    public RotatedAccessKey? Rotation { get; set; }

    /// <summary>A key from Get-AccessKeyRotation.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = StatusSet)]
    [ValidateNotNull]
    public KeyStatus? Status { get; set; }

    /// <summary>The IAM user that the key belongs to.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string? UserName { get; set; }

    /// <summary>The key's id. Default: every key of the user that the journal has at the stage before this step.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateAccessKeyId]
    [ArgumentCompleter(typeof(AccessKeyIdCompleter))]
    public string? AccessKeyId { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case KeySet when HasKeyId(InputObject!):
                Add(InputObject!);
                break;
            case RotatedSet:
                Add(Rotation!);
                break;
            case StatusSet when HasKeyId(Status!):
                Add(Status!);
                break;
            case NameSet:
                Add(UserName!, AccessKeyId);
                break;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (ParameterSetName == AccountSet && !PipelineWasEmpty)
        {
            TakeStep(GivenConnection, [], (_, account, report) => Step(account, report));
            return;
        }

        foreach ((ConnectionOptions connection, List<KeyTarget> targets) in TargetsByConnection())
        {
            TakeStep(connection, targets, (_, account, report) => Step(account, report));
        }
    }

    private protected abstract RetirementStep Step(AccountSession account, IReport report);
}
