using System;
using System.Management.Automation;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Retirement;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Deletes quarantined keys whose quarantine is over. An active key is never deleted.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "RetiredAccessKey", HelpUri = HelpPages.Folder + "Remove-RetiredAccessKey.md", DefaultParameterSetName = AccountSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(AccessKey))]
public sealed class RemoveRetiredAccessKeyCommand : RetirementCmdlet
{
    /// <summary>The accounts to work on, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>How many days a key must have been quarantined, by the journal and AWS's clock. Default: 7.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int QuarantineDays { get; set; } = 7;

    /// <summary>Removes before the quarantine is over; says so in a warning. Never removes an active key.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Account[]? GivenAccounts => Account;

    private protected override string Activity => "Removing retired access keys";

    private protected override RetirementRule CreateRule(AccountSession account, IDestinationMap destinations, IReport report) => new KeyRemoval(
        account,
        new RetirementOptions { Quarantine = TimeSpan.FromDays(QuarantineDays), Force = Force },
        report);
}
