using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Iam;

internal sealed partial class IamStore
{
    /// <summary>Who signs with this key, before the signature is looked at.</summary>
    /// <exception cref="AwsErrorException">InvalidClientTokenId.</exception>
    public Signer RequireSigner(string accessKeyId)
    {
        lock (gate)
        {
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
    public void Accepted(Signer signer, string service, string region)
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
}
