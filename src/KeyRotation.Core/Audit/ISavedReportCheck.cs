using System;
using System.Collections.Generic;

namespace KeyRotation.Audit;

/// <summary>Something that is looked for in saved credential reports, row by row.</summary>
public interface ISavedReportCheck
{
    /// <summary>Whether the columns of console passwords are needed, too.</summary>
    bool NeedsPasswords { get; }

    /// <summary>Tells for a key whether its row has to be looked at; null when every row has to. Rows that have not cost less.</summary>
    Func<ReportedKey?, bool>? Concerns { get; }

    /// <summary>Looks at one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">How results name the report, e.g. its path.</param>
    /// <param name="report">Receives what cannot be told.</param>
    /// <returns>What was found.</returns>
    IEnumerable<object> Check(CredentialReportRow row, string name, IReport report);

    /// <summary>Says at the end of a report what it did not tell.</summary>
    /// <param name="name">How messages name the report.</param>
    /// <param name="report">Receives it.</param>
    void End(string name, IReport report);
}
