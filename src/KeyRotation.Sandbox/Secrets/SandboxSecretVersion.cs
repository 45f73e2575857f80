using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox;

/// <summary>A version of a secret. Its text form leaves the value out.</summary>
/// <param name="VersionId">Its id: the token of the call that made it.</param>
/// <param name="SecretString">Its value; null: it is binary.</param>
/// <param name="SecretBinary">Its binary value in base64; null: it is text.</param>
/// <param name="Stages">Its stages, e.g. AWSCURRENT; none: it is deprecated.</param>
/// <param name="CreatedDate">When it was made, UTC.</param>
public sealed record SandboxSecretVersion(
    string VersionId, string? SecretString, string? SecretBinary, IReadOnlyList<string> Stages, DateTimeOffset CreatedDate)
{
    /// <summary>Id and stages; never the value.</summary>
    public override string ToString() => VersionId + " (" + string.Join(", ", Stages) + ")";
}
