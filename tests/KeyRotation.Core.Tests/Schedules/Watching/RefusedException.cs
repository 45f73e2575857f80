using System;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>The receiver did not take a result.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException()
        : base("The receiver does not take this.")
    {
    }
}
