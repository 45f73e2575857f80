using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Notices;

namespace KeyRotation.Commands.Notices;

/// <summary>The accounts of keys, each opened when it is first needed and closed at the end.</summary>
internal sealed class NoticeAccounts : INoticeAccounts, IDisposable
{
    /// <summary>More calls at once to IAM gain nothing: AWS asks for fewer.</summary>
    private const int CallsAtOnce = 8;

    private readonly ConcurrentDictionary<ConnectionOptions, Lazy<Task<AwsConnection>>> opened = new();
    private readonly ConcurrentBag<AwsConnection> open = [];
    private readonly AccountDoor door;
    private readonly ConnectionOptions given;
    private readonly IReport report;

    /// <param name="door">Opens connections.</param>
    /// <param name="given">The connection of the cmdlet, for what brings none.</param>
    /// <param name="report">Receives each call.</param>
    public NoticeAccounts(AccountDoor door, ConnectionOptions given, IReport report)
    {
        this.door = door;
        this.given = given;
        this.report = report;
    }

    /// <summary>The connection of the cmdlet.</summary>
    public Task<AwsConnection> OpenGivenAsync(CancellationToken cancellationToken) => ConnectAsync(given, cancellationToken);

    public async Task<AccountSession> OpenAsync(ConnectionOptions? seen, CancellationToken cancellationToken) =>
        (await ConnectAsync(seen ?? given, cancellationToken).ConfigureAwait(false)).Account.Limited(CallsAtOnce);

    public void Dispose()
    {
        while (open.TryTake(out AwsConnection? connection))
        {
            connection.Dispose();
        }
    }

    private Task<AwsConnection> ConnectAsync(ConnectionOptions connection, CancellationToken cancellationToken) =>
        opened.GetOrAdd(connection, options => new Lazy<Task<AwsConnection>>(() => EnterAsync(options, cancellationToken))).Value;

    private async Task<AwsConnection> EnterAsync(ConnectionOptions connection, CancellationToken cancellationToken)
    {
        AwsConnection entered = await door.OpenAsync(connection, report, cancellationToken).ConfigureAwait(false);
        open.Add(entered);
        return entered;
    }
}
