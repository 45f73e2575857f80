namespace KeyRotation.Aws.SecretsManager;

/// <summary>What is there of a secret. A class and not a record: nothing prints its text.</summary>
internal sealed class SecretState
{
    public SecretState(string name) => Name = name;

    public string Name { get; }

    public bool Exists { get; init; }

    public string? CurrentVersion { get; init; }

    public string? PreviousVersion { get; init; }

    public string? CurrentText { get; init; }
}
