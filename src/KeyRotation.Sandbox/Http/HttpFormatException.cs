using System;

namespace KeyRotation.Sandbox.Http;

/// <summary>The request is not one that the server can read; the connection cannot go on.</summary>
internal sealed class HttpFormatException : Exception
{
    public HttpFormatException(int status, string message)
        : base(message) => Status = status;

    public int Status { get; }
}
