using System;

namespace KeyRotation.Sandbox;

/// <summary>What AWS would refuse, with the error code and the HTTP status that it would answer.</summary>
public sealed class AwsErrorException : Exception
{
    internal AwsErrorException(string errorCode, int httpStatus, string message)
        : base(message)
    {
        ErrorCode = errorCode;
        HttpStatus = httpStatus;
    }

    /// <summary>The error code, e.g. NoSuchEntity.</summary>
    public string ErrorCode { get; }

    /// <summary>The HTTP status, e.g. 404.</summary>
    public int HttpStatus { get; }
}
