using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.Trail;

/// <summary>One event of the history of an account.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Region">The region whose history has it.</param>
/// <param name="Service">The service's name in signatures, e.g. ec2.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Signer">Who signed.</param>
internal sealed record TrailRecord(DateTimeOffset At, string Region, string Service, string Operation, TrailSigner Signer)
{
    public string SourceAddress { get; init; } = string.Empty;

    public string UserAgent { get; init; } = string.Empty;

    /// <summary>The error that was answered; null for none.</summary>
    public string? ErrorCode { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>The parameters as the call log shows them.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The key that the call created; null where it created none.</summary>
    public string? CreatedKeyId { get; init; }

    /// <summary>Counts up in the order in which events were noted.</summary>
    public long Number { get; init; }

    public string EventSource => Service + ".amazonaws.com";
}

/// <summary>Who signed a call of the history.</summary>
/// <param name="AccessKeyId">The key.</param>
/// <param name="Arn">The user or the session of a role.</param>
/// <param name="PrincipalId">The unique id of it.</param>
/// <param name="UserName">The user; null for a role.</param>
internal sealed record TrailSigner(string AccessKeyId, string Arn, string PrincipalId, string? UserName);
