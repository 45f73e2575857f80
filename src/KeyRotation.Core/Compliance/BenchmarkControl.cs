using System.Collections.Generic;
using System.Globalization;

namespace KeyRotation.Compliance;

/// <summary>One control of a benchmark.</summary>
/// <param name="Id">Its number, e.g. <c>1.13</c>.</param>
/// <param name="Control">What it asks for.</param>
/// <param name="Days">Its limit in days; null where it has none.</param>
public sealed record BenchmarkControl(string Id, ComplianceControl Control, int? Days)
{
    private static readonly string[] Soc2 = ["SOC 2 CC6.1", "SOC 2 CC6.2"];

    /// <summary>The title, for people.</summary>
    public string Title => Control switch
    {
        ComplianceControl.RootKey => "The root user has no access key",
        ComplianceControl.KeyAtSetup => "No access key is made when a user with a console password is set up",
        ComplianceControl.UnusedCredentials => string.Format(CultureInfo.InvariantCulture, "Credentials unused for {0} days or more are disabled", Days),
        ComplianceControl.OneActiveKey => "A user has only one active access key",
        ComplianceControl.RequiredTags => "A user with an access key has the required tags",
        _ => string.Format(CultureInfo.InvariantCulture, "Access keys are rotated every {0} days or less", Days),
    };

    /// <summary>How much a failure matters: as AWS Security Hub rates it, where it has the control.</summary>
    public ControlSeverity Severity => Control switch
    {
        ComplianceControl.RootKey => ControlSeverity.Critical,
        ComplianceControl.OneActiveKey or ComplianceControl.RequiredTags => ControlSeverity.Low,
        _ => ControlSeverity.Medium,
    };

    /// <summary>The same demand in AWS Security Hub, AWS Config, NIST, PCI DSS and SOC 2. A limit of one's own is not theirs: only 45 and 90 days name a control of Security Hub.</summary>
    public IReadOnlyList<string> References => Control switch
    {
        ComplianceControl.RootKey =>
        [
            "AWS Security Hub IAM.4", "AWS Config iam-root-access-key-check", "PCI DSS 3.2.1 2.1", "PCI DSS 3.2.1 2.2", "PCI DSS 3.2.1 7.2.1", .. Soc2,
        ],
        ComplianceControl.UnusedCredentials when Days == 90 =>
        [
            "AWS Security Hub IAM.8", "AWS Config iam-user-unused-credentials-check", "PCI DSS 4.0.1 8.2.6", "PCI DSS 3.2.1 8.1.4", .. Soc2,
        ],
        ComplianceControl.UnusedCredentials when Days == 45 =>
        [
            "AWS Security Hub IAM.22", "AWS Config iam-user-unused-credentials-check", "NIST SP 800-171r2 3.1.2", .. Soc2,
        ],
        ComplianceControl.UnusedCredentials => ["AWS Config iam-user-unused-credentials-check", .. Soc2],
        ComplianceControl.Rotation when Days == 90 =>
        [
            "AWS Security Hub IAM.3", "AWS Config access-keys-rotated", "NIST SP 800-53r5 AC-2(1)", "NIST SP 800-53r5 AC-2(3)", "NIST SP 800-53r5 AC-3(15)",
            "PCI DSS 4.0.1 8.3.9", "PCI DSS 4.0.1 8.6.3", .. Soc2,
        ],
        ComplianceControl.Rotation => ["AWS Config access-keys-rotated", .. Soc2],
        _ => Soc2,
    };
}
