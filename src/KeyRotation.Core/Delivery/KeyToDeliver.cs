using System;
using System.Security;

namespace KeyRotation.Delivery;

/// <summary>Whose key is delivered: what names of destinations may contain.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="UserName">The IAM user.</param>
public sealed record KeyOwner(string AccountId, string UserName)
{
    /// <summary>The account's name in the organization; null where it is not known.</summary>
    public string? AccountName { get; init; }

    /// <summary>The user's path in IAM, e.g. <c>/ci/</c>; null where it was not looked up.</summary>
    public string? UserPath { get; init; }
}

/// <summary>A key on its way to its destinations.</summary>
public sealed class KeyToDeliver
{
    /// <summary>Holds the key.</summary>
    /// <param name="owner">Whose key.</param>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    /// <param name="replacedAccessKeyId">The key that it replaces.</param>
    public KeyToDeliver(KeyOwner owner, string accessKeyId, SecureString secretAccessKey, string replacedAccessKeyId)
    {
        Owner = owner;
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        ReplacedAccessKeyId = replacedAccessKeyId;
    }

    /// <summary>Whose key.</summary>
    public KeyOwner Owner { get; }

    /// <summary>The key's id.</summary>
    public string AccessKeyId { get; }

    /// <summary>Its secret: plain text only at the moment of delivery.</summary>
    public SecureString SecretAccessKey { get; }

    /// <summary>The key that it replaces.</summary>
    public string ReplacedAccessKeyId { get; }

    /// <summary>When it replaced it, by AWS's time.</summary>
    public DateTimeOffset RotatedAt { get; init; }
}

/// <summary>A key as a destination holds it.</summary>
public sealed class StoredKey
{
    private readonly SecureString? secretAccessKey;

    /// <summary>Holds the key.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    public StoredKey(string accessKeyId, SecureString secretAccessKey)
        : this(accessKeyId) => this.secretAccessKey = secretAccessKey;

    private StoredKey(string accessKeyId) => AccessKeyId = accessKeyId;

    /// <summary>The key's id.</summary>
    public string AccessKeyId { get; }

    /// <summary>Whether the secret can be read there. It cannot where only what is derived from it was written.</summary>
    public bool HasSecret => secretAccessKey is not null;

    /// <summary>Its secret.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read there: <see cref="HasSecret"/> is false.</exception>
    public SecureString SecretAccessKey => secretAccessKey ?? throw new InvalidOperationException($"The secret of {AccessKeyId} cannot be read there.");

    /// <summary>A key of which the destination holds only what is derived from its secret.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    public static StoredKey WithoutSecret(string accessKeyId) => new(accessKeyId);
}
