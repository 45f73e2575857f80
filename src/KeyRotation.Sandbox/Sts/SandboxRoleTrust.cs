using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox;

/// <summary>Who may assume a role, and for how long.</summary>
public sealed record SandboxRoleTrust
{
    /// <summary>Whoever asks, for an hour.</summary>
    public static readonly SandboxRoleTrust Anyone = new();

    /// <summary>The accounts whose principals may; null (the default): those of any account, and web identities.</summary>
    public IReadOnlyCollection<string>? AccountIds { get; init; }

    /// <summary>What the caller has to give as the external id; null (the default): nothing.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether the caller has to give an MFA code. Any six digits are one, once a device.</summary>
    public bool RequiresMfa { get; init; }

    /// <summary>The longest session. An hour by default.</summary>
    public TimeSpan LongestSession { get; init; } = TimeSpan.FromHours(1);
}
