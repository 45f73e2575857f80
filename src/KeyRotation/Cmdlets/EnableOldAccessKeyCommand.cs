using System.Management.Automation;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Retirement;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">The way back: makes quarantined keys active again.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "OldAccessKey", HelpUri = HelpPages.Folder + "Enable-OldAccessKey.md", DefaultParameterSetName = KeySet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessKey))]
public sealed class EnableOldAccessKeyCommand : RetirementCmdlet
{
    /// <summary>Enables also a key that was disabled as compromised, says so in a warning, and clears the record.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Enabling old access keys";

    private protected override RetirementRule CreateRule(AccountSession account, IDestinationMap destinations, IReport report) =>
        new KeyEnabling(account, report, new RetirementOptions { Force = Force });
}
