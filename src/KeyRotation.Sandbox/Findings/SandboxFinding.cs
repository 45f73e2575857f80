using System;

namespace KeyRotation.Sandbox;

/// <summary>A finding of GuardDuty about an access key.</summary>
/// <param name="AccessKeyId">The key, of this account or of another.</param>
/// <param name="UserName">The user that the finding names.</param>
public sealed record SandboxFinding(string AccessKeyId, string UserName)
{
    /// <summary>The type.</summary>
    public string Type { get; init; } = "UnauthorizedAccess:IAMUser/MaliciousIPCaller";

    /// <summary>Whose key it is said to be: IAMUser, AssumedRole, Root and so on.</summary>
    public string UserType { get; init; } = "IAMUser";

    /// <summary>From 1 to 10.</summary>
    public double Severity { get; init; } = 5;

    /// <summary>Whether it was put away.</summary>
    public bool Archived { get; init; }

    /// <summary>The account that it is about; null for the account of the detector.</summary>
    public string? AccountId { get; init; }

    /// <summary>When it was first seen; null for now.</summary>
    public DateTimeOffset? FirstSeen { get; init; }
}
