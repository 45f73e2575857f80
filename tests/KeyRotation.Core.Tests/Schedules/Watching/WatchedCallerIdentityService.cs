using System.Security;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Tests.Schedules.Model;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>Who-am-I, watched.</summary>
internal sealed class WatchedCallerIdentityService : ICallerIdentityService
{
    private readonly ICallerIdentityService inner;
    private readonly CallWatch watch;
    private readonly History history;

    public WatchedCallerIdentityService(ICallerIdentityService inner, CallWatch watch, History history)
    {
        this.inner = inner;
        this.watch = watch;
        this.history = history;
    }

    public Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken) =>
        watch.CallAsync("sts", "GetCallerIdentity", userName: null, () => inner.GetCallerIdentityAsync(cancellationToken));

    public async Task<CallerIdentity> GetCallerIdentityAsync(string accessKeyId, SecureString secretAccessKey, CancellationToken cancellationToken)
    {
        KeyHistory? key = history.Find(accessKeyId);
        CallerIdentity caller = await watch.CallAsync(
            "sts", "GetCallerIdentity", key?.UserName, () => inner.GetCallerIdentityAsync(accessKeyId, secretAccessKey, cancellationToken));
        if (key is not null)
        {
            key.VerifiedAt = history.Now;
        }

        return caller;
    }
}
