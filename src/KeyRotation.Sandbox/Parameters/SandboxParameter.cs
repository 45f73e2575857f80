using System.Collections.Generic;

namespace KeyRotation.Sandbox;

/// <summary>A parameter of SSM Parameter Store as it was at the moment of asking. Its text form leaves the values out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Type">String, StringList or SecureString.</param>
/// <param name="Value">Its value, decrypted.</param>
/// <param name="Version">The number of its newest version.</param>
/// <param name="KeyId">The key a SecureString is encrypted with; null for the other types.</param>
/// <param name="Description">What it was described as; null: nothing.</param>
/// <param name="Tier">Standard or Advanced.</param>
/// <param name="Tags">Its tags, with regard to case.</param>
/// <param name="History">Its versions, oldest first, the newest too.</param>
public sealed record SandboxParameter(
    string Name,
    string Arn,
    string Type,
    string Value,
    long Version,
    string? KeyId,
    string? Description,
    string Tier,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<SandboxParameterVersion> History)
{
    /// <summary>Name, type and version; never the value.</summary>
    public override string ToString() => Name + " (" + Type + ", version " + Version + ")";
}
