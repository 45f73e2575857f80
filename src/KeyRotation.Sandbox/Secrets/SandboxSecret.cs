using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox;

/// <summary>A secret of Secrets Manager as it was at the moment of asking. Its text form leaves the values out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, with the six characters that AWS appends.</param>
/// <param name="Description">What it was described as; null: nothing.</param>
/// <param name="KmsKeyId">The key it was asked to be encrypted with; null: AWS's own.</param>
/// <param name="Versions">Its versions, oldest first, those without a stage too.</param>
/// <param name="Tags">Its tags, with regard to case.</param>
/// <param name="CreatedDate">When it was created, UTC.</param>
/// <param name="DeletedDate">When it will be gone for good, UTC; null: it is not scheduled for deletion.</param>
public sealed record SandboxSecret(
    string Name,
    string Arn,
    string? Description,
    string? KmsKeyId,
    IReadOnlyList<SandboxSecretVersion> Versions,
    IReadOnlyDictionary<string, string> Tags,
    DateTimeOffset CreatedDate,
    DateTimeOffset? DeletedDate)
{
    /// <summary>The version that has a stage; null: none has it.</summary>
    /// <param name="stage">The stage, e.g. AWSCURRENT.</param>
    public SandboxSecretVersion? Staged(string stage) =>
        Versions.FirstOrDefault(version => version.Stages.Contains(stage, StringComparer.Ordinal));

    /// <summary>The name and how many versions there are; never a value.</summary>
    public override string ToString() => Name + " (" + Versions.Count + " versions)";
}
