namespace KeyRotation.Integrations.Tests.Support;

/// <summary>What goes wrong with a call.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection ends before the server has done anything.</summary>
    CutBefore,

    /// <summary>The connection ends when the server has done its work.</summary>
    CutAfter,

    /// <summary>Too many requests; come again soon.</summary>
    Busy,

    /// <summary>Too many requests; come again in an hour.</summary>
    BusyForLong,

    /// <summary>The server fails.</summary>
    Broken,
}
