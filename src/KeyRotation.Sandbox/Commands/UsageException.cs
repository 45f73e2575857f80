using System;

namespace KeyRotation.Sandbox.Commands;

/// <summary>The command line makes no sense; the message says why.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }
}
