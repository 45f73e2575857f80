namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>Who signs with this key, before the signature is looked at.</summary>
    /// <exception cref="AwsErrorException">InvalidClientTokenId or ExpiredToken.</exception>
    internal Signer FindSigner(string accessKeyId)
    {
        lock (gate)
        {
            if (sessions.TryGetValue(accessKeyId, out var session))
            {
                return session.Expiration > clock.UtcNow ? SignerOf(session) : throw AwsErrors.ExpiredToken();
            }

            if (!keys.TryGetValue(accessKeyId, out var key) || key.Status != SandboxKeyStatus.Active || key.KnownFrom > clock.UtcNow)
            {
                throw AwsErrors.InvalidToken();
            }

            if (key.RefuseNext)
            {
                key.RefuseNext = false;
                throw AwsErrors.InvalidToken();
            }

            return SignerOf(key);
        }
    }

    /// <summary>Notes that a call was accepted: a use of the key, and for a new one perhaps the reason for a refusal of the next.</summary>
    internal void Accepted(Signer signer, string service, string region)
    {
        lock (gate)
        {
            if (!keys.TryGetValue(signer.AccessKeyId, out var key))
            {
                return;
            }

            RecordUse(key.AccessKeyId, service, region);
            if (key.FlickersLeft > 0)
            {
                key.FlickersLeft--;
                key.RefuseNext = true;
            }
        }
    }

    private static Signer SignerOf(KeyRecord key) => new(
        key.AccessKeyId, key.SecretAccessKey, SessionToken: null, key.User.Arn, key.User.UserId, key.User.UserName, key.User.AllowedActions);

    private static Signer SignerOf(SessionRecord session) => new(
        session.AccessKeyId, session.SecretAccessKey, session.SessionToken, session.Arn, session.AssumedRoleId, UserName: null,
        session.Role.AllowedActions);
}
