using System;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>The process died. Nothing in the module knows of this; it is no trouble of one user, which the module would report and go on from.</summary>
internal sealed class CrashException : OperationCanceledException
{
    public CrashException()
        : base("The process died here.")
    {
    }
}
