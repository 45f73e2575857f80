using System;

namespace KeyRotation;

/// <summary>A result was handed over and the receiver failed: a command behind in the pipeline, for example.</summary>
public sealed class ResultNotTakenException : Exception
{
    /// <summary>Holds what the receiver threw.</summary>
    /// <param name="innerException">What the receiver threw.</param>
    public ResultNotTakenException(Exception innerException)
        : base("The result was not taken: " + innerException?.Message, innerException)
    {
    }
}
