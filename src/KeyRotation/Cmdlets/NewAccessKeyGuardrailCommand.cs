using System.Management.Automation;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Guardrails;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Writes a service control policy that denies the creation of access keys to who has no tag that allows it.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "AccessKeyGuardrail", HelpUri = HelpPages.Folder + "New-AccessKeyGuardrail.md")]
[OutputType(typeof(string))]
public sealed class NewAccessKeyGuardrailCommand : PSCmdlet
{
    /// <summary>The tag that lets a key be created. Default: AllowAccessKeys.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string TagName { get; set; } = "AllowAccessKeys";

    /// <summary>The value that the tag has to have; upper and lower case are different. Default: true.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public string TagValue { get; set; } = "true";

    /// <summary>Whose tag it is: that of the caller (Principal), or of the user for whom the key is created (User). Default: Principal.</summary>
    [Parameter]
    public TagOwner TagOf { get; set; } = TagOwner.Principal;

    /// <summary>The path of the users whose keys are meant, e.g. /human/. Default: all users.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserPath { get; set; }

    /// <summary>The ARNs of roles that nothing is denied to, such as the one that rotates; * and ? are wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExceptRoleArn { get; set; } = [];

    /// <summary>Also denies everyone but -ExceptRoleArn to set and remove the tags of the journal, keyrotation:*.</summary>
    [Parameter]
    public SwitchParameter ProtectJournal { get; set; }

    /// <summary>The partition of the organization. Default: that of -ExceptRoleArn, else aws.</summary>
    [Parameter]
    [ValidateSet("aws", "aws-cn", "aws-us-gov")]
    public string? Partition { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        var options = new GuardrailOptions
        {
            TagName = TagName,
            TagValue = TagValue,
            TagOf = TagOf,
            UserPath = UserPath,
            ExceptedRoleArns = ExceptRoleArn,
            ProtectsJournal = ProtectJournal,
            Partition = Partition,
        };
        try
        {
            WriteObject(GuardrailText.Of(options));
        }
        catch (KeyRotationException failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure));
        }
    }
}
