using System;

namespace KeyRotation.Sandbox;

/// <summary>A version of a parameter. Its text form leaves the value out.</summary>
/// <param name="Version">Counts from 1.</param>
/// <param name="Value">Its value, decrypted.</param>
/// <param name="KeyId">The key a SecureString is encrypted with; null for the other types.</param>
/// <param name="LastModifiedDate">When it was put, UTC.</param>
/// <param name="LastModifiedUser">The ARN of who put it.</param>
public sealed record SandboxParameterVersion(long Version, string Value, string? KeyId, DateTimeOffset LastModifiedDate, string LastModifiedUser)
{
    /// <summary>The number; never the value.</summary>
    public override string ToString() => "version " + Version;
}
