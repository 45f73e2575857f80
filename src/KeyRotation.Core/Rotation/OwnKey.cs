using System;

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
            : throw Failures.NotAUserKey(arn);
    }
}
