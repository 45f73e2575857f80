using System;
using KeyRotation.Delivery;

namespace KeyRotation;

/// <summary>What a destination refuses or fails at. The message says what to do next and holds no secret.</summary>
public sealed class DestinationException : Exception
{
    /// <summary>Describes the failure.</summary>
    /// <param name="category">The category.</param>
    /// <param name="message">What happened and what to do next; no secret.</param>
    /// <param name="innerException">The cause; must not quote a secret either.</param>
    public DestinationException(FailureCategory category, string message, Exception? innerException = null)
        : base(message, innerException) => Category = category;

    /// <summary>The category.</summary>
    public FailureCategory Category { get; }

    /// <summary>Whether the place holds another key than the replaced and the new one (<see cref="KeyInPlace"/>).</summary>
    public bool IsAnotherKeyThere { get; init; }

    /// <summary>
    /// Whether the place cannot say which key it holds, and takes the same key a second time without harm: where another destination has the
    /// secret, an interrupted delivery is finished there.
    /// </summary>
    public bool MayBeWrittenAgain { get; init; }
}
