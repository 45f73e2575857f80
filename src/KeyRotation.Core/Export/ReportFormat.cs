namespace KeyRotation;

/// <summary>The formats of a report.</summary>
public enum ReportFormat
{
    /// <summary>A page for people: one file that needs nothing else.</summary>
    Html,

    /// <summary>A table of keys or of controls, RFC 4180.</summary>
    Csv,

    /// <summary>Keys and controls, for programs.</summary>
    Json,

    /// <summary>Controls as tests, for build servers.</summary>
    JUnit,

    /// <summary>Controls as Compliance Findings of the Open Cybersecurity Schema Framework.</summary>
    Ocsf,

    /// <summary>Controls in the AWS Security Finding Format, for Security Hub.</summary>
    Asff,
}
