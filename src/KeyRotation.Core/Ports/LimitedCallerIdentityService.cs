using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>Who-am-I with a limit on the calls under way.</summary>
internal sealed class LimitedCallerIdentityService : ICallerIdentityService
{
    private readonly ICallerIdentityService inner;
    private readonly CallLimit limit;

    public LimitedCallerIdentityService(ICallerIdentityService inner, CallLimit limit)
    {
        this.inner = inner;
        this.limit = limit;
    }

    public Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.GetCallerIdentityAsync(cancellationToken), cancellationToken);

    public Task<CallerIdentity> GetCallerIdentityAsync(string accessKeyId, SecureString secretAccessKey, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.GetCallerIdentityAsync(accessKeyId, secretAccessKey, cancellationToken), cancellationToken);
}
