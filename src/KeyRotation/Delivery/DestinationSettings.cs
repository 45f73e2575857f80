using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;

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

    public CsvForm CsvForm { get; init; }

    /// <summary>Lets Csv write over a file that is there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The credentials file that Profile writes to; null for the usual place.</summary>
    public string? ProfileLocation { get; init; }

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
        DestinationText.Profile => new ProfileDestination(new NameTemplate(text.Rest ?? "{UserName}"), CredentialsFilePath()),
        DestinationText.Csv => new CsvDestination(new NameTemplate(FullPath(text.Rest!)), CsvForm, Overwrite),
        DestinationText.Vault => Vault(text.Rest, thread),
        _ => new ScriptDestination(text.Script!, Undo, thread),
    };

    /// <summary>The credentials file of the AWS SDKs: as given, as AWS_SHARED_CREDENTIALS_FILE says, or the user's own.</summary>
    public string CredentialsFilePath()
    {
        string? given = ProfileLocation ?? Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE");
        return string.IsNullOrWhiteSpace(given)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "credentials")
            : FullPath(given!);
    }

    private VaultDestination Vault(string? rest, IPipelineThread thread)
    {
        string[] parts = rest?.Split(['/'], 2) ?? [];
        return new VaultDestination(parts.Length > 0 ? parts[0] : null, new NameTemplate(parts.Length > 1 ? parts[1] : DefaultVaultName), Session, thread);
    }
}
