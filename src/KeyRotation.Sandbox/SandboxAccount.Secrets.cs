using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Secrets;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>The secrets of a region, sorted by name; those that are scheduled for deletion too.</summary>
    /// <param name="region">The region, e.g. eu-west-1.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public IReadOnlyList<SandboxSecret> Secrets(string region) =>
        SecretStores.In(region, store => new EqualList<SandboxSecret>(store.All().Select(secret => secret.Snapshot())));

    /// <summary>The secret of this name or ARN; null when there is none.</summary>
    /// <param name="region">The region.</param>
    /// <param name="secretId">The name or the ARN.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public SandboxSecret? FindSecret(string region, string secretId)
    {
        ArgumentNullException.ThrowIfNull(secretId);
        return SecretStores.In(region, store => store.Find(secretId)?.Snapshot());
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
        return SecretStores.In(region, store => store.Create(new NewSecret(name, identifiers.Uuid(), content)).Snapshot());
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
        return SecretStores.In(region, store => store.Put(secretId, identifiers.Uuid(), content, stages: null).Secret.Snapshot());
    }

    /// <summary>Lets a secret have a rotation of its own, as RotateSecret does. The sandbox only shows it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="secretId">The name or the ARN.</param>
    /// <param name="lambdaArn">The function that would rotate it.</param>
    public void SetSecretRotation(string region, string secretId, string lambdaArn) =>
        SecretStores.In(region, store => store.Existing(secretId).RotationLambdaArn = lambdaArn);

    /// <summary>Makes a secret the replica of one in another region. The sandbox only shows it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="secretId">The name or the ARN.</param>
    /// <param name="primaryRegion">The region of the secret that it would follow.</param>
    public void SetSecretReplica(string region, string secretId, string primaryRegion) =>
        SecretStores.In(region, store => store.Existing(secretId).PrimaryRegion = primaryRegion);
}
