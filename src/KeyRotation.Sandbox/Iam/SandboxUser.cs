using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox;

/// <summary>
/// An IAM user as it was at the moment of asking. Two are equal when everything in them is, keys and tags included:
/// compare one from before with one from after.
/// </summary>
public sealed record SandboxUser
{
    internal SandboxUser(IReadOnlyList<SandboxAccessKey> keys, IReadOnlyDictionary<string, string> tags)
    {
        Keys = keys;
        Tags = tags;
    }

    /// <summary>The name as it was created.</summary>
    public required string UserName { get; init; }

    /// <summary>The unique id, AIDA….</summary>
    public required string UserId { get; init; }

    /// <summary>The path, / by default.</summary>
    public required string Path { get; init; }

    /// <summary>The ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>When the user was created, in whole seconds, UTC.</summary>
    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>At most two, in the order of the credential report's slots, which is not that of creation.</summary>
    public IReadOnlyList<SandboxAccessKey> Keys { get; }

    /// <summary>The tags; keys are looked up without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>Whether the user can sign in to the console.</summary>
    public bool PasswordEnabled { get; init; }

    /// <summary>The last console sign-in; null: never, or no password.</summary>
    public DateTimeOffset? PasswordLastUsed { get; init; }

    /// <summary>When the password was set; null: no password.</summary>
    public DateTimeOffset? PasswordLastChanged { get; init; }

    /// <summary>Whether a device for multi-factor authentication is there.</summary>
    public bool MfaActive { get; init; }
}
