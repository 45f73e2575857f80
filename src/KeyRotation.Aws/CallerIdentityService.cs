using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Endpoints;
using KeyRotation.Aws.Query;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws;

/// <summary>Who-am-I on STS.</summary>
internal sealed class CallerIdentityService : ICallerIdentityService, IDisposable
{
    private readonly ServiceClients clients;
    private readonly StsClient own;

    public CallerIdentityService(ServiceClients clients, AWSCredentials credentials)
    {
        this.clients = clients;
        own = new StsClient(clients.Sts(credentials, RetryMode.Repeat()));
    }

    public Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken) => own.GetCallerIdentityAsync(cancellationToken);

    public async Task<CallerIdentity> GetCallerIdentityAsync(string accessKeyId, SecureString secretAccessKey, CancellationToken cancellationToken)
    {
        var credentials = new BasicAWSCredentials(accessKeyId, SecretText.Reveal(secretAccessKey));
        using var sts = new StsClient(clients.Sts(credentials, RetryMode.Once));
        return await sts.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => own.Dispose();
}
