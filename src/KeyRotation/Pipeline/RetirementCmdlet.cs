using System.Management.Automation;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Parameters;
using KeyRotation.Delivery;
using KeyRotation.Retirement;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// Disabling, enabling and removing: keys from the pipeline, by name, or those of the whole account.
/// </summary>
public abstract class RetirementCmdlet : StepCmdlet
{
    /// <summary>A key from Get-StaleAccessKey, Get-AccessKeyRotation or a step before.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public AccessKey? InputObject { get; set; }

    /// <summary>A finished rotation: stands for the key that was replaced.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RotatedSet)]
    [ValidateNotNull]
    public RotatedAccessKey? Rotation { get; set; }

    /// <summary>The IAM users that the keys belong to; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? UserName { get; set; }

    /// <summary>The key's id. Default: every key of the user that the journal has at the stage before this step.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ValidateAccessKeyId]
    [ArgumentCompleter(typeof(AccessKeyIdCompleter))]
    public string? AccessKeyId { get; set; }

    /// <summary>The account that an object of the pipeline is of: a user of the same name in another one is not taken for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet, DontShow = true)]
    public string? AccountId { get; set; }

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
            case NameSet:
                Add(UserName!, AccessKeyId, AccountId);
                break;
            case AccountSet:
                Add(GivenAccounts);
                break;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        RunSteps(Activity, orWholeAccount: ParameterSetName == AccountSet, (open, account, thread, report) => [CreateRule(account, Destinations.Make(open, thread, report), report)]);
    }

    private protected abstract string Activity { get; }

    /// <summary>The accounts of the record, for a cmdlet that takes them.</summary>
    private protected virtual Account[]? GivenAccounts => null;

    private protected abstract RetirementRule CreateRule(AccountSession account, IDestinationMap destinations, IReport report);
}
