using System.Security;

namespace KeyRotation.Delivery;

/// <summary>Whose key is delivered: what names of destinations may contain.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="UserName">The IAM user.</param>
public sealed record KeyOwner(string AccountId, string UserName)
{
    /// <summary>The account's name in the organization; null where it is not known.</summary>
    public string? AccountName { get; init; }
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
}

/// <summary>A key as a destination holds it.</summary>
public sealed class StoredKey
{
    /// <summary>Holds the key.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    public StoredKey(string accessKeyId, SecureString secretAccessKey)
    {
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
    }

    /// <summary>The key's id.</summary>
    public string AccessKeyId { get; }

    /// <summary>Its secret.</summary>
    public SecureString SecretAccessKey { get; }
}
