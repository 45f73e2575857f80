using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Query;

namespace KeyRotation.Aws.Sts;

/// <summary>STS (API version 2011-06-15).</summary>
internal sealed class StsClient : IDisposable
{
    private readonly QueryClient client;

    /// <param name="credentials">What signs the calls; null for calls that go out unsigned.</param>
    /// <param name="config">Where the calls go.</param>
    public StsClient(AWSCredentials? credentials, ServiceClientConfig config) => client = new QueryClient(credentials, config);

    public async Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken)
    {
        AnswerElement result = await client.CallAsync(new QueryRequest("GetCallerIdentity"), cancellationToken).ConfigureAwait(false);
        return new CallerIdentity(result.Required("Account"), result.Required("Arn"));
    }

    public async Task<TemporaryCredentials> AssumeRoleAsync(RoleToAssume role, CancellationToken cancellationToken)
    {
        QueryRequest request = WithCode(OfRole("AssumeRole", role).With("ExternalId", role.ExternalId), role.Code);
        return Credentials(await client.CallAsync(request, cancellationToken).ConfigureAwait(false));
    }

    public async Task<TemporaryCredentials> AssumeRoleWithWebIdentityAsync(RoleToAssume role, string webIdentityToken, CancellationToken cancellationToken)
    {
        QueryRequest request = OfRole("AssumeRoleWithWebIdentity", role).WithSecret("WebIdentityToken", webIdentityToken);
        return Credentials(await client.CallAsync(request, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Temporary credentials of the user whose key signs, for 12 hours.</summary>
    public async Task<TemporaryCredentials> GetSessionTokenAsync(MultiFactorCode code, CancellationToken cancellationToken) =>
        Credentials(await client.CallAsync(WithCode(new QueryRequest("GetSessionToken"), code), cancellationToken).ConfigureAwait(false));

    public void Dispose() => client.Dispose();

    private static QueryRequest WithCode(QueryRequest request, MultiFactorCode? code) =>
        code is null ? request : request.With("SerialNumber", code.SerialNumber).WithSecret("TokenCode", code.TokenCode);

    private static QueryRequest OfRole(string operation, RoleToAssume role) => new QueryRequest(operation)
        .With("RoleArn", role.RoleArn)
        .With("RoleSessionName", role.SessionName)
        .With("DurationSeconds", role.Duration is TimeSpan duration ? ((int)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null);

    private static TemporaryCredentials Credentials(AnswerElement result)
    {
        AnswerElement credentials = result.Structure("Credentials");
        return new TemporaryCredentials(
            new ImmutableCredentials(credentials.Required("AccessKeyId"), credentials.Required("SecretAccessKey"), credentials.Required("SessionToken")),
            credentials.RequiredTime("Expiration"),
            result.Find("AssumedRoleUser")?.Text("Arn") is string arn && arn.Split(':') is { Length: > 4 } parts ? new CallerIdentity(parts[4], arn) : null);
    }
}

/// <summary>A role and the session to be made of it.</summary>
/// <param name="RoleArn">The role.</param>
/// <param name="SessionName">What CloudTrail shows as the caller's name.</param>
/// <param name="ExternalId">The external id that the role's trust asks for, if any.</param>
/// <param name="Duration">How long the session lasts; null for the role's default of one hour.</param>
internal sealed record RoleToAssume(string RoleArn, string SessionName, string? ExternalId = null, TimeSpan? Duration = null)
{
    /// <summary>The MFA code that the role's trust asks for, if any.</summary>
    public MultiFactorCode? Code { get; init; }
}

/// <summary>A code of an MFA device.</summary>
/// <param name="SerialNumber">The serial number or ARN of the device.</param>
/// <param name="TokenCode">The code, which AWS takes once.</param>
internal sealed record MultiFactorCode(string SerialNumber, string TokenCode)
{
    /// <summary>The device; never the code.</summary>
    public override string ToString() => SerialNumber;
}

/// <summary>Credentials that expire.</summary>
/// <param name="Credentials">Key, secret and token.</param>
/// <param name="Expiration">When they expire, UTC.</param>
/// <param name="Caller">Whose they are; null where the answer does not say it.</param>
internal sealed record TemporaryCredentials(ImmutableCredentials Credentials, DateTimeOffset Expiration, CallerIdentity? Caller)
{
    /// <summary>Says when they expire; never a secret.</summary>
    public override string ToString() => $"credentials that expire at {Expiration:u}";
}
