using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    private readonly SortedDictionary<string, SecretStore> secretStores = new(StringComparer.Ordinal);

    /// <summary>The secrets of a region, sorted by name; those that are scheduled for deletion too.</summary>
    /// <param name="region">The region, e.g. eu-west-1.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public IReadOnlyList<SandboxSecret> Secrets(string region) =>
        InSecrets(region, store => new EqualList<SandboxSecret>(store.All().Select(secret => secret.Snapshot())));

    /// <summary>The secret of this name or ARN; null when there is none.</summary>
    /// <param name="region">The region.</param>
    /// <param name="secretId">The name or the ARN.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public SandboxSecret? FindSecret(string region, string secretId)
    {
        ArgumentNullException.ThrowIfNull(secretId);
        return InSecrets(region, store => store.Find(secretId)?.Snapshot());
    }

    /// <summary>Creates a secret with one version, as CreateSecret does.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">Its name.</param>
    /// <param name="secretString">Its value; null: it has no version yet.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="AwsErrorException">ResourceExistsException, InvalidRequestException (scheduled for deletion) or ValidationError.</exception>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public SandboxSecret CreateSecret(string region, string name, string? secretString = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var content = secretString is null ? null : new SecretContent(secretString, Binary: null);
        return InSecrets(region, store => store.Create(new NewSecret(name, identifiers.Uuid(), content)).Snapshot());
    }

    /// <summary>Puts a new current version into a secret, as PutSecretValue does.</summary>
    /// <param name="region">The region.</param>
    /// <param name="secretId">The name or the ARN.</param>
    /// <param name="secretString">The value.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="AwsErrorException">ResourceNotFoundException, InvalidRequestException (scheduled for deletion) or ValidationError.</exception>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public SandboxSecret PutSecretValue(string region, string secretId, string secretString)
    {
        ArgumentNullException.ThrowIfNull(secretId);
        ArgumentNullException.ThrowIfNull(secretString);
        var content = new SecretContent(secretString, Binary: null);
        return InSecrets(region, store => store.Put(secretId, identifiers.Uuid(), content, stages: null).Secret.Snapshot());
    }

    /// <summary>Lets a secret have a rotation of its own, as RotateSecret does. The sandbox only shows it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="secretId">The name or the ARN.</param>
    /// <param name="lambdaArn">The function that would rotate it.</param>
    public void SetSecretRotation(string region, string secretId, string lambdaArn) =>
        InSecrets(region, store => store.Existing(secretId).RotationLambdaArn = lambdaArn);

    /// <summary>Makes a secret the replica of one in another region. The sandbox only shows it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="secretId">The name or the ARN.</param>
    /// <param name="primaryRegion">The region of the secret that it would follow.</param>
    public void SetSecretReplica(string region, string secretId, string primaryRegion) =>
        InSecrets(region, store => store.Existing(secretId).PrimaryRegion = primaryRegion);

    /// <summary>Works on the secrets of a region under the account's lock.</summary>
    internal T InSecrets<T>(string region, Func<SecretStore, T> body)
    {
        CheckRegion(region);
        lock (gate)
        {
            if (!secretStores.TryGetValue(region, out var store))
            {
                store = new SecretStore(RegionalArnOf("secretsmanager", region), clock, identifiers);
                secretStores.Add(region, store);
            }

            return body(store);
        }
    }

    /// <summary>The secrets of all regions.</summary>
    internal IReadOnlyList<SandboxSecret> AllSecrets() =>
        Locked(() => secretStores.Values.SelectMany(store => store.All()).Select(secret => secret.Snapshot()).ToArray());

    private void CheckRegion(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (!Signing.Partitions.HasRegion(Partition, region))
        {
            throw new ArgumentException("The partition " + Partition + " has no region '" + region + "'.", nameof(region));
        }
    }
}
