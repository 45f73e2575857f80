using System;
using System.Collections.Generic;
using KeyRotation.Compliance.Checks;
using KeyRotation.CredentialReports;

namespace KeyRotation.Compliance;

/// <summary>Checks a saved credential report against benchmarks.</summary>
public sealed class SavedReportCompliance : ISavedReportCheck
{
    private readonly ComplianceOptions options;
    private readonly ControlChecks checks;
    private readonly DateTimeOffset now;

    /// <summary>Prepares the check.</summary>
    /// <param name="options">What is checked.</param>
    /// <param name="time">The time to measure ages by: a saved report does not say when it was made.</param>
    public SavedReportCompliance(ComplianceOptions options, TimeProvider time)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        checks = new ControlChecks(options);
        now = (time ?? throw new ArgumentNullException(nameof(time))).GetUtcNow();
    }

    /// <inheritdoc />
    public bool NeedsPasswords => true;

    /// <inheritdoc />
    public DateTimeOffset Time => now;

    /// <inheritdoc />
    public IReadOnlyCollection<string> NamedUsers => options.NamedUsers;

    /// <inheritdoc />
    public bool Includes(string userName) => options.Includes(userName);

    /// <inheritdoc />
    public IEnumerable<IResult> Check(CredentialReportRow row, string name, IReport report) =>
        checks.Of(CheckedUser.Of(row ?? throw new ArgumentNullException(nameof(row)), "saved report " + name), now, reportTime: null);

    /// <inheritdoc />
    public void End(string name, IReadOnlyCollection<string> withoutRoot, IReport report)
    {
        if (options.ConcernsRoot && withoutRoot?.Count > 0)
        {
            report?.Warning($"The saved credential report {name} has no row for the root user of {(withoutRoot.Count == 1 ? "account" : "the accounts")} {string.Join(", ", withoutRoot)}, whose access key was not checked.");
        }
    }
}
