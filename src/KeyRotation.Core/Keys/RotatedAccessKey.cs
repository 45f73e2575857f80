using System;
using System.Collections.Generic;
using System.Security;

namespace KeyRotation;

/// <summary>A new key that replaces an old one, with the only copy of its secret that this process keeps.</summary>
public sealed class RotatedAccessKey : IResult
{
    private readonly ConnectionOptions? connection;

    /// <summary>Describes a finished rotation.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="userName">The user.</param>
    /// <param name="accessKeyId">The new key's id.</param>
    /// <param name="secretAccessKey">The new key's secret.</param>
    /// <param name="replacedAccessKeyId">The id of the key that it replaces.</param>
    /// <param name="connection">The connection that it was made through.</param>
    public RotatedAccessKey(
        string accountId,
        string userName,
        string accessKeyId,
        SecureString secretAccessKey,
        string replacedAccessKeyId,
        ConnectionOptions? connection)
    {
        AccountId = accountId;
        UserName = userName;
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        ReplacedAccessKeyId = replacedAccessKeyId;
        this.connection = connection;
    }

    /// <summary>The IAM user.</summary>
    public string UserName { get; }

    /// <summary>The new key's id.</summary>
    public string AccessKeyId { get; }

    /// <summary>The new key's secret. A SecureString is encrypted in memory on Windows only.</summary>
    public SecureString SecretAccessKey { get; }

    /// <summary>The id of the key that the new one replaces. It stays active until Disable-OldAccessKey.</summary>
    public string ReplacedAccessKeyId { get; }

    /// <summary>When the new key was created, UTC.</summary>
    public DateTimeOffset CreateDate { get; init; }

    /// <summary>When the new key was seen to work, by AWS's clock, UTC.</summary>
    public DateTimeOffset VerifiedDate { get; init; }

    /// <summary>Where the secret was delivered to and read back from; never the secret.</summary>
    public IReadOnlyList<DeliveryReceipt> Destinations
    {
        get;
        init => field = new TextList<DeliveryReceipt>(value);
    } = new TextList<DeliveryReceipt>([]);

    /// <summary>Whether the new key was seen to work: it signed calls, and the answers named the user.</summary>
    public bool Verified => VerifiedDate != default;

    /// <summary>The account.</summary>
    public string AccountId { get; }

    /// <summary>The secret as plain text, for the one place that it is delivered to. Keep it out of variables and logs.</summary>
    public string GetSecretAccessKeyAsPlainText() => SecretText.Reveal(SecretAccessKey);

    /// <summary>The connection that the key was made through. A method, so that it does not show in formatted or converted output.</summary>
    public ConnectionOptions? GetConnection() => connection;

    /// <summary>The key as messages name it; never the secret.</summary>
    public override string ToString() => new KeyReference(AccountId, UserName, AccessKeyId).ToString();
}
