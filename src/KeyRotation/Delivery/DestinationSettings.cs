using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;

namespace KeyRotation.Commands.Delivery;

/// <summary>What a cmdlet was told about destinations, and what it takes to make them.</summary>
internal sealed class DestinationSettings
{
    private const string DefaultSecretName = "iam/access-keys/{UserName}";
    private const string DefaultParameterPath = "/iam/access-keys/{UserName}";
    private const string DefaultVaultName = "iam-access-key-{UserName}";

    public IReadOnlyList<DestinationText> Texts { get; init; } = [];

    public ScriptBlock? Undo { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary>Turns a path of the session into one of the file system.</summary>
    public required Func<string, string> FullPath { get; init; }

    public required CommandInvocationIntrinsics Session { get; init; }

    /// <summary>Makes the destinations. Script blocks come last: they are the hardest to undo.</summary>
    public IReadOnlyList<IDestination> Make(AwsConnection connection, IPipelineThread thread) => Texts
        .OrderBy(text => text.Script is not null)
        .Select(text => Make(text, connection, thread))
        .ToList();

    private IDestination Make(DestinationText text, AwsConnection connection, IPipelineThread thread) => text.Kind switch
    {
        DestinationText.SecretsManager => connection.SecretsManager(new NameTemplate(text.Rest ?? DefaultSecretName), KmsKeyId),
        DestinationText.ParameterStore => connection.ParameterStore(new NameTemplate(text.Rest ?? DefaultParameterPath), KmsKeyId),
        DestinationText.Vault => Vault(text.Rest, thread),
        _ => new ScriptDestination(text.Script!, Undo, thread),
    };

    private VaultDestination Vault(string? rest, IPipelineThread thread)
    {
        string[] parts = rest?.Split(['/'], 2) ?? [];
        return new VaultDestination(parts.Length > 0 ? parts[0] : null, new NameTemplate(parts.Length > 1 ? parts[1] : DefaultVaultName), Session, thread);
    }
}
