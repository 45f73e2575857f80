using System.Collections.Generic;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>A secret that is to be created.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Token">The token of the call, which becomes the id of the first version.</param>
/// <param name="Content">What the first version holds; null: there is none yet.</param>
internal sealed record NewSecret(string Name, string Token, SecretContent? Content)
{
    public string? Description { get; init; }

    public string? KmsKeyId { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
