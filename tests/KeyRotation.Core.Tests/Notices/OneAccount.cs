using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Notices;

namespace KeyRotation.Tests.Notices;

/// <summary>One account, to which every connection leads.</summary>
internal sealed class OneAccount : INoticeAccounts
{
    private readonly AccountSession session;

    public OneAccount(AccountSession session) => this.session = session;

    public Task<AccountSession> OpenAsync(ConnectionOptions? seen, CancellationToken cancellationToken) => Task.FromResult(session.Limited(8));
}
