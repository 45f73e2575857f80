using System;
using System.Collections.Generic;
using KeyRotation.Audit;
using KeyRotation.Compliance.Checks;

namespace KeyRotation.Compliance;

/// <summary>Checks a saved credential report against benchmarks.</summary>
public sealed class SavedReportCompliance : ISavedReportCheck
{
    private readonly ComplianceOptions options;
    private readonly ControlChecks checks;
    private readonly DateTimeOffset now;
    private bool hasRoot;

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
    public Func<ReportedKey?, bool>? Concerns => null;

    /// <inheritdoc />
    public IEnumerable<object> Check(CredentialReportRow row, string name, IReport report)
    {
        if (row is null)
        {
            throw new ArgumentNullException(nameof(row));
        }

        hasRoot |= row.IsRoot;
        return options.Includes(row.UserName) ? checks.Of(CheckedUser.Of(row, "saved report " + name), now, reportTime: null) : [];
    }

    /// <inheritdoc />
    public void End(string name, IReport report)
    {
        if (options.ConcernsRoot && !hasRoot)
        {
            report?.Warning($"The saved credential report {name} has no row of the root user: whether it has an access key is not told.");
        }

        hasRoot = false;
    }
}
