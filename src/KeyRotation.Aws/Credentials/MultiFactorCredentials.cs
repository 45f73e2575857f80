using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Util;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws.Credentials;

/// <summary>Credentials of a session that an MFA code began. They are not renewed: that would need another code.</summary>
internal sealed class MultiFactorCredentials : RefreshingAWSCredentials
{
    private readonly MultiFactorSession session;
    private readonly string serialNumber;
    private readonly string name;
    private readonly Func<MultiFactorCode, Task<TemporaryCredentials>> begin;
    private readonly ServerTime time;

    /// <param name="session">The session, which others may share.</param>
    /// <param name="serialNumber">The device.</param>
    /// <param name="name">What the session is of, for messages.</param>
    /// <param name="begin">Begins the session.</param>
    /// <param name="time">AWS's time.</param>
    public MultiFactorCredentials(MultiFactorSession session, string serialNumber, string name, Func<MultiFactorCode, Task<TemporaryCredentials>> begin, ServerTime time)
    {
        this.session = session;
        this.serialNumber = serialNumber;
        this.name = name;
        this.begin = begin;
        this.time = time;
    }

    /// <summary>A role assumed with other credentials and a code.</summary>
    public static MultiFactorCredentials OfRole(MultiFactorSession session, string serialNumber, StsClient sts, AWSCredentials source, RoleToAssume role, ServerTime time) => new(
        session,
        serialNumber,
        role.RoleArn,
        async code =>
        {
            await source.GetCredentialsAsync().ConfigureAwait(false);
            return await sts.AssumeRoleAsync(role with { Code = code }, CancellationToken.None).ConfigureAwait(false);
        },
        time);

    /// <summary>A user's own session with a code.</summary>
    public static MultiFactorCredentials OfUser(MultiFactorSession session, string serialNumber, StsClient sts, string source, ServerTime time) =>
        new(session, serialNumber, source, code => sts.GetSessionTokenAsync(code, CancellationToken.None), time);

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        MultiFactorKey held = await session.GetAsync(serialNumber, BeginAsync).ConfigureAwait(false);
        TimeSpan left = held.Expiration - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            throw ConnectionFailures.MultiFactorSessionEnded(name, held.Expiration);
        }

        // The SDK compares with the local clock, which may be wrong by more than the session lasts.
        var credentials = new ImmutableCredentials(held.Key.AccessKeyId, SecretText.Reveal(held.Key.SecretAccessKey), held.Key.SessionToken);
        return new CredentialsRefreshState(credentials, AWSSDKUtils.CorrectedUtcNow + left);
    }

    private async Task<MultiFactorKey> BeginAsync(string? code)
    {
        if (code is null)
        {
            throw ConnectionFailures.TokenCodeNeeded(name, serialNumber);
        }

        try
        {
            TemporaryCredentials begun = await begin(new MultiFactorCode(serialNumber, code)).ConfigureAwait(false);
            ImmutableCredentials credentials = begun.Credentials;
            return new MultiFactorKey(new SessionKey(credentials.AccessKey, SecretText.Protect(credentials.SecretKey), credentials.Token), begun.Expiration);
        }
        catch (ServiceException problem) when (CultureInfo.InvariantCulture.CompareInfo.IndexOf(problem.Message, "MultiFactorAuthentication", CompareOptions.IgnoreCase) >= 0)
        {
            throw ConnectionFailures.TokenCodeRefused(serialNumber, problem);
        }
    }
}
