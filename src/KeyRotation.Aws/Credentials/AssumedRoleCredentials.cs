using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Util;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws.Credentials;

/// <summary>
/// Credentials of a role, renewed before they expire, by a call of our own STS client: the SDK's would load
/// AWSSDK.SecurityToken, of which another copy may be in the session.
/// </summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    private readonly Func<CancellationToken, Task<TemporaryCredentials>> assume;
    private readonly ServerTime time;

    private AssumedRoleCredentials(Func<CancellationToken, Task<TemporaryCredentials>> assume, ServerTime time)
    {
        this.assume = assume;
        this.time = time;
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    /// <summary>A role assumed with other credentials. These are had before the call: what fails in it is repeated with it.</summary>
    public static AssumedRoleCredentials Of(StsClient sts, AWSCredentials source, RoleToAssume role, ServerTime time) => new(
        async cancellationToken =>
        {
            await source.GetCredentialsAsync().ConfigureAwait(false);
            return await sts.AssumeRoleAsync(role, cancellationToken).ConfigureAwait(false);
        },
        time);

    /// <summary>A role assumed with a token from a file, which is read anew each time: its owner renews it.</summary>
    public static AssumedRoleCredentials OfWebIdentity(StsClient unsignedSts, RoleToAssume role, string tokenFile, ServerTime time) => new(
        cancellationToken => unsignedSts.AssumeRoleWithWebIdentityAsync(role, File.ReadAllText(tokenFile).Trim(), cancellationToken), time);

    /// <summary>A role assumed with the token of a managed identity, which is fetched anew each time: a run may last longer than a token.</summary>
    public static AssumedRoleCredentials OfManagedIdentity(StsClient unsignedSts, RoleToAssume role, ManagedIdentity identity, ServerTime time) => new(
        async cancellationToken =>
        {
            IdentityToken token = await identity.GetTokenAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await unsignedSts.AssumeRoleWithWebIdentityAsync(role, token.Reveal(), cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceException problem) when (problem.Kind is ServiceErrorKind.AccessDenied or ServiceErrorKind.InvalidSignature or ServiceErrorKind.SessionEnded)
            {
                throw ConnectionFailures.IdentityTokenRefused(role.RoleArn, token.ToString(), problem);
            }
        },
        time);

    /// <summary>A role that was assumed already, to be assumed anew when its session ends.</summary>
    /// <param name="first">The session that there is.</param>
    /// <param name="sts">Assumes the role.</param>
    /// <param name="role">The role.</param>
    /// <param name="time">AWS's time.</param>
    public static AssumedRoleCredentials Of(TemporaryCredentials first, StsClient sts, RoleToAssume role, ServerTime time) =>
        new(cancellationToken => sts.AssumeRoleAsync(role, cancellationToken), time) { currentState = StateOf(first, time) };

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        TemporaryCredentials fresh = await assume(CancellationToken.None).ConfigureAwait(false);
        return StateOf(fresh, time);
    }

    /// <summary>The SDK compares with the local clock, which may be wrong by more than the session lasts.</summary>
    private static CredentialsRefreshState StateOf(TemporaryCredentials fresh, ServerTime time) =>
        new(fresh.Credentials, AWSSDKUtils.CorrectedUtcNow + (fresh.Expiration - time.GetUtcNow()));
}
