using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox;

/// <summary>Who can sign calls to the account: its users and the sessions of its roles.</summary>
internal sealed class AccountSigners : ISigners
{
    private readonly SandboxAccount account;

    public AccountSigners(SandboxAccount account) => this.account = account;

    public Signer Require(string accessKeyId) => account.Sts.FindSigner(accessKeyId) ?? account.Iam.RequireSigner(accessKeyId);

    public void Accepted(Signer signer, string service, string region) => account.Iam.Accepted(signer, service, region);
}
