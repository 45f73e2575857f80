using System;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>The process died. Nothing in the module knows of this.</summary>
internal sealed class CrashException : Exception
{
    public CrashException()
        : base("The process died here.")
    {
    }
}
