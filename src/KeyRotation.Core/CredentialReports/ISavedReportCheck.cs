using System;
using System.Collections.Generic;

namespace KeyRotation.CredentialReports;

/// <summary>Something that is looked for in saved credential reports, row by row.</summary>
public interface ISavedReportCheck
{
    /// <summary>Whether the columns of console passwords are needed, too.</summary>
    bool NeedsPasswords { get; }

    /// <summary>The time that ages are measured by.</summary>
    DateTimeOffset Time { get; }

    /// <summary>Users that were named in full: each has to be in one of the reports.</summary>
    IReadOnlyCollection<string> NamedUsers { get; }

    /// <summary>Whether a user is one of those asked for.</summary>
    /// <param name="userName">The user, as the report names it.</param>
    bool Includes(string userName);

    /// <summary>Looks at one row of a user who was asked for.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the report in results, e.g. its path.</param>
    /// <param name="report">Receives failures.</param>
    /// <returns>What was found.</returns>
    IEnumerable<IResult> Check(CredentialReportRow row, string name, IReport report);

    /// <summary>Reports at the end of a report what it did not contain.</summary>
    /// <param name="name">The name of the report in messages.</param>
    /// <param name="withoutRoot">The accounts in it that had no row of the root user, in order.</param>
    /// <param name="report">Receives warnings.</param>
    void End(string name, IReadOnlyCollection<string> withoutRoot, IReport report);
}
