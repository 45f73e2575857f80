using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox;

/// <summary>One call of an AWS operation, as it was answered.</summary>
/// <param name="Number">Counts up from 1 in the order of arrival.</param>
/// <param name="At">When it arrived, by the sandbox's clock, UTC.</param>
/// <param name="Service">iam, sts, secretsmanager or ssm.</param>
/// <param name="Operation">The operation that was asked for, whether or not it exists.</param>
/// <param name="AccessKeyId">The key that the request names as its signer; null: unsigned.</param>
/// <param name="Parameters">The parameters without Action and Version; tokens, codes, passwords and secret values are hidden.</param>
/// <param name="Outcome">200, or the error code that was answered, or the name of the fault when the client got no proper answer.</param>
/// <param name="Changes">Whether the operation is one that changes the account, even if this call was refused.</param>
public sealed record Call(
    long Number,
    DateTimeOffset At,
    string Service,
    string Operation,
    string? AccessKeyId,
    IReadOnlyDictionary<string, string> Parameters,
    string Outcome,
    bool Changes)
{
    /// <summary>The region that it was for; null where no one signed it who is known.</summary>
    public string? Region { get; init; }

    /// <summary>The address that it came from.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>What the client calls itself; null where it does not say.</summary>
    public string? UserAgent { get; init; }
}
