using System.Collections.Generic;

namespace KeyRotation.Sandbox.Signing;

/// <summary>Who a key belongs to, and what its signature is checked with.</summary>
/// <param name="AccessKeyId">The key that signs.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="SessionToken">What must come along; null for a user's key.</param>
/// <param name="Arn">The user or the assumed role.</param>
/// <param name="UserId">AIDA…, or AROA…:session.</param>
/// <param name="UserName">The user; null for a role.</param>
/// <param name="AllowedActions">What it may do; null: everything.</param>
internal sealed record Signer(
    string AccessKeyId, string Secret, string? SessionToken, string Arn, string UserId, string? UserName, IReadOnlyList<string>? AllowedActions)
{
    /// <summary>The region that the call is for.</summary>
    public string Region { get; init; } = string.Empty;

    /// <summary>The account that the signer is of.</summary>
    public string AccountId => Arn.Split(':')[4];
}
