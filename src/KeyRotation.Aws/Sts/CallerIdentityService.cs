using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Sts;

/// <summary>Who-am-I on STS.</summary>
internal sealed class CallerIdentityService : ICallerIdentityService, IDisposable
{
    private readonly Func<RetryMode, ServiceClientConfig> configOf;
    private readonly Lazy<StsClient> own;

    /// <param name="credentials">What signs the session's calls.</param>
    /// <param name="configOf">Where the calls go, with the given repetition.</param>
    public CallerIdentityService(AWSCredentials credentials, Func<RetryMode, ServiceClientConfig> configOf)
    {
        this.configOf = configOf;
        own = new Lazy<StsClient>(() => new StsClient(credentials, configOf(RetryMode.Repeat())));
    }

    public Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken) => own.Value.GetCallerIdentityAsync(cancellationToken);

    public async Task<CallerIdentity> GetCallerIdentityAsync(string accessKeyId, SecureString secretAccessKey, CancellationToken cancellationToken)
    {
        var credentials = new BasicAWSCredentials(accessKeyId, SecretText.Reveal(secretAccessKey));
        using var sts = new StsClient(credentials, configOf(RetryMode.Once));
        return await sts.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (own.IsValueCreated)
        {
            own.Value.Dispose();
        }
    }
}
