using System;
using System.Globalization;

namespace KeyRotation.Profiles;

/// <summary>A shared file cannot be read as AWS tools read it. The message names file, line and cause, and quotes nothing.</summary>
public sealed class SharedFileException : Exception
{
    /// <summary>Describes the place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="cause">What is wrong there, as the end of a sentence; no content of the file.</param>
    public SharedFileException(string path, int line, string cause)
        : base(string.Format(CultureInfo.InvariantCulture, "Line {0} of {1} {2}.", line, path, cause))
    {
    }
}
