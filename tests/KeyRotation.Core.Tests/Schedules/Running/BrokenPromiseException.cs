using System;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>A promise of the design was broken. The message tells which, and all that happened.</summary>
internal sealed class BrokenPromiseException : Exception
{
    public BrokenPromiseException(string message)
        : base(message)
    {
    }
}
