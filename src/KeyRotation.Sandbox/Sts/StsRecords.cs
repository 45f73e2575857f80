using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Sts;

/// <summary>A role.</summary>
internal sealed record RoleRecord(string RoleName, string RoleId, string Arn, IReadOnlyList<string>? AllowedActions)
{
    /// <summary>Who may assume it.</summary>
    public SandboxRoleTrust Trust { get; init; } = SandboxRoleTrust.Anyone;
}

/// <summary>What is asked of a role.</summary>
/// <param name="RoleArn">The role.</param>
/// <param name="SessionName">The name of the session.</param>
/// <param name="Duration">How long it is to last.</param>
/// <param name="ExternalId">What the caller says that the trust asks for.</param>
/// <param name="Caller">Who asks; null for a web identity.</param>
internal sealed record RoleRequest(string RoleArn, string SessionName, TimeSpan Duration, string? ExternalId, Signer? Caller)
{
    /// <summary>Whether a good MFA code came along.</summary>
    public bool HasMfa { get; init; }

    /// <summary>The account of the role; empty where the ARN is none.</summary>
    public string AccountId => RoleArn.Split(':') is { Length: > 4 } parts ? parts[4] : string.Empty;
}

/// <summary>Temporary credentials.</summary>
/// <param name="Signer">Who signs with them.</param>
/// <param name="Expiration">Until when.</param>
internal sealed record SessionRecord(Signer Signer, DateTimeOffset Expiration);
