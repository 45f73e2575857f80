using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Notices;
using KeyRotation.Status;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Notices;

/// <summary>An account on the sandbox whose users have owners, and what sends notices about it.</summary>
internal sealed class NoticeScene : IAsyncDisposable
{
    private NoticeScene(TestAccount account) => Account = account;

    public TestAccount Account { get; }

    public RecordingReceiver Receiver { get; set; } = new();

    public static async Task<NoticeScene> StartAsync() => new(await TestAccount.StartAsync());

    public void User(string userName, double days, string? owner, string tag = "Owner")
    {
        Account.UserWithKey(userName, days);
        if (owner is not null)
        {
            Account.State.SetTag(userName, tag, owner);
        }
    }

    /// <summary>What Get-AccessKeyRotation gives of some users, or with none of all keys.</summary>
    public async Task<IReadOnlyList<KeyStatus>> StatusAsync(params string[] userNames)
    {
        var report = new RecordingReport();
        await new AccountStatus(Account.Session, new StatusOptions { All = true }, report).RunAsync([.. userNames.Select(name => new KeyTarget(name))], CancellationToken.None);
        return report.Results<KeyStatus>();
    }

    public async Task<RecordingReport> SendAsync(IEnumerable<object> items, NoticeOptions? options = null, RecordingReport? report = null, CancellationToken cancellationToken = default)
    {
        report ??= new RecordingReport();
        await new NoticeSending(options ?? new NoticeOptions(), [Receiver], new OneAccount(Account.Session), report).RunAsync(items.Select(NoticeLines.Of).OfType<NoticeLine>().ToList(), cancellationToken);
        return report;
    }

    public int CallsOf(string operation) => Account.Server.Calls.Snapshot().Count(call => call.Operation == operation);

    public ValueTask DisposeAsync() => Account.DisposeAsync();
}
