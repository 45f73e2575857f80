using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws.Credentials;

/// <summary>
/// Credentials of a role, renewed before they expire, by a call of our own STS client: the SDK's would load
/// AWSSDK.SecurityToken, of which another copy may be in the session.
/// </summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    private readonly Func<CancellationToken, Task<TemporaryCredentials>> assume;

    private AssumedRoleCredentials(Func<CancellationToken, Task<TemporaryCredentials>> assume)
    {
        this.assume = assume;
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    /// <summary>A role assumed with other credentials.</summary>
    public static AssumedRoleCredentials Of(StsClient sts, RoleToAssume role) =>
        new(cancellationToken => sts.AssumeRoleAsync(role, cancellationToken));

    /// <summary>A role assumed with a token from a file, which is read anew each time: its owner renews it.</summary>
    public static AssumedRoleCredentials OfWebIdentity(StsClient unsignedSts, RoleToAssume role, string tokenFile) =>
        new(cancellationToken => unsignedSts.AssumeRoleWithWebIdentityAsync(role, File.ReadAllText(tokenFile).Trim(), cancellationToken));

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        TemporaryCredentials fresh = await assume(CancellationToken.None).ConfigureAwait(false);
        return new CredentialsRefreshState(fresh.Credentials, fresh.Expiration.UtcDateTime);
    }
}
