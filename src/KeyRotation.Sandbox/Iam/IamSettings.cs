using System;

namespace KeyRotation.Sandbox.Iam;

/// <summary>How IAM behaves where AWS's own behaviour varies.</summary>
/// <param name="Propagation">For so long a new key is refused.</param>
/// <param name="FlickeringAcceptances">Once a new key has propagated, its first so many accepted calls are each followed by one refusal.</param>
/// <param name="ReportLifetime">For so long a credential report is handed out again.</param>
/// <param name="ReportPolls">How many polls find the credential report in progress before one finds it complete.</param>
internal sealed record IamSettings(TimeSpan Propagation, int FlickeringAcceptances, TimeSpan ReportLifetime, int ReportPolls);
