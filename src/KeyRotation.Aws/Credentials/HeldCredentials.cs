using System.Threading.Tasks;
using Amazon.Runtime;

namespace KeyRotation.Aws.Credentials;

/// <summary>What the session holds, for our copy of the SDK: the session's own copy lives elsewhere, and renews them.</summary>
internal sealed class HeldCredentials : AWSCredentials
{
    private readonly SessionCredentials held;

    public HeldCredentials(SessionCredentials held) => this.held = held;

    public override ImmutableCredentials GetCredentials()
    {
        SessionKey key = held.Read();
        return new ImmutableCredentials(key.AccessKeyId, SecretText.Reveal(key.SecretAccessKey), string.IsNullOrEmpty(key.SessionToken) ? null : key.SessionToken);
    }

    public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.FromResult(GetCredentials());
}
