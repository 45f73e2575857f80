namespace KeyRotation.Aws.SecretsManager;

/// <summary>What is there of a secret. A class and not a record: nothing prints its text.</summary>
internal sealed class SecretState
{
    public SecretState(string name) => Name = name;

    public string Name { get; }

    public bool Exists { get; init; }

    /// <summary>Null for a secret without a value, as Terraform and CloudFormation leave it until somebody writes one.</summary>
    public string? CurrentVersion { get; init; }

    public string? PreviousVersion { get; init; }

    public string? CurrentText { get; init; }
}
