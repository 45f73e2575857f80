using System;

namespace KeyRotation.Aws.Calls;

/// <summary>An answer that is not of its protocol. Says where, and never what is there: that may be a secret.</summary>
internal sealed class UnreadableAnswerException : Exception
{
    public UnreadableAnswerException(string message)
        : base(message)
    {
    }
}
