using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;

namespace KeyRotation.Rotation;

/// <summary>The key that a session itself signs with, as a target of rotation.</summary>
public static class OwnKey
{
    /// <summary>The target, or a failure: only an IAM user's own, permanent key can be rotated by itself.</summary>
    /// <param name="account">The session.</param>
    /// <param name="accessKeyId">The id of the key that signs.</param>
    /// <param name="isPermanent">Whether it is no temporary one.</param>
    /// <exception cref="KeyRotationException">The session signs as root, as a role or with temporary credentials.</exception>
    public static KeyTarget Of(AccountSession account, string accessKeyId, bool isPermanent)
    {
        if (account is null)
        {
            throw new ArgumentNullException(nameof(account));
        }

        string arn = account.Caller.Arn;
        if (arn.EndsWith(":root", StringComparison.Ordinal))
        {
            throw Failures.RootKey(new KeyReference(account.AccountId, "<root_account>", accessKeyId));
        }

        return isPermanent && arn.Contains(":user/")
            ? new KeyTarget(arn.Substring(arn.LastIndexOf('/') + 1), accessKeyId, account.AccountId)
            : throw RotationFailures.NotAUserKey(arn);
    }

    /// <summary>The target, where a profile holds the key that signs.</summary>
    /// <param name="account">The session.</param>
    /// <param name="accessKeyId">The id of the key that signs.</param>
    /// <param name="isPermanent">Whether it is no temporary one.</param>
    /// <param name="profile">The profile that the new key will be written to.</param>
    /// <param name="profileName">How messages name it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">The key cannot be rotated by itself, or comes from elsewhere.</exception>
    public static async Task<KeyTarget> OfProfileAsync(
        AccountSession account,
        string accessKeyId,
        bool isPermanent,
        IDestination profile,
        string profileName,
        CancellationToken cancellationToken)
    {
        KeyTarget own = Of(account, accessKeyId, isPermanent);
        KeyReference key = own.In(account.AccountId);
        try
        {
            StoredKey? held = await profile.FindAsync(account.OwnerOf(own.UserName), accessKeyId, cancellationToken).ConfigureAwait(false);
            return held is null ? throw RotationFailures.ProfileHoldsAnotherKey(key, profileName) : own;
        }
        catch (DestinationException problem)
        {
            throw DeliveryFailures.DestinationRefused(key, profile.Place, problem);
        }
    }
}
