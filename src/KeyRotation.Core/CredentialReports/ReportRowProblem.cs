namespace KeyRotation.CredentialReports;

/// <summary>Why one row of a report cannot be read. The other rows can.</summary>
/// <param name="LineNumber">The line, from 1.</param>
/// <param name="UserName">The user, where the row names one.</param>
/// <param name="AccountId">The account, where the row names one.</param>
/// <param name="Text">What was found and what was expected: one sentence.</param>
public sealed record ReportRowProblem(int LineNumber, string? UserName, string? AccountId, string Text);

/// <summary>What one row of a report gave: the user, or why it cannot be read.</summary>
/// <param name="Row">The user; null when the row cannot be read.</param>
/// <param name="Problem">Why not; null when it can.</param>
public sealed record CredentialReportEntry(CredentialReportRow? Row, ReportRowProblem? Problem);
