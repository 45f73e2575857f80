using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Aws;

/// <summary>
/// Opens connections to accounts, many at once. The credentials that enter them are found once for all: a process that gives
/// them runs once, a token is fetched once, and a role on the way is assumed once.
/// </summary>
public sealed class AccountDoor
{
    private readonly ConcurrentDictionary<ConnectionOptions, Lazy<Task<AccountSource>>> sources = new();
    private readonly TimeProvider localTime;
    private readonly IReport? report;
    private readonly CancellationToken stopping;

    /// <summary>Prepares it.</summary>
    /// <param name="localTime">The local clock; corrected by AWS's answers.</param>
    /// <param name="report">Receives each call, and what destinations warn of; null when it is not wanted.</param>
    /// <param name="stopping">Stops the search for credentials, which all accounts wait for.</param>
    public AccountDoor(TimeProvider localTime, IReport? report, CancellationToken stopping)
    {
        this.localTime = localTime ?? throw new ArgumentNullException(nameof(localTime));
        this.report = report;
        this.stopping = stopping;
    }

    /// <summary>Finds the credentials of a connection, so that their failure is reported once and before the first account.</summary>
    /// <param name="connection">The connection of an account, or one that is of no account.</param>
    /// <returns>Whose they are.</returns>
    /// <exception cref="KeyRotationException">There are no credentials, or what was given is not usable.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public async Task<CallerIdentity> PrepareAsync(ConnectionOptions connection) =>
        (await SourceOf(connection ?? throw new ArgumentNullException(nameof(connection))).ConfigureAwait(false)).Caller;

    /// <summary>Opens a connection.</summary>
    /// <param name="connection">The connection of an account, or one that is of no account.</param>
    /// <param name="ownReport">Receives each call of this connection.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">The account cannot be entered, or there are no credentials.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public async Task<AwsConnection> OpenAsync(ConnectionOptions connection, IReport? ownReport, CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            throw new ArgumentNullException(nameof(connection));
        }

        AccountSource source = await SourceOf(connection).ConfigureAwait(false);
        return await AwsConnection.EnterAsync(connection, source, localTime, ownReport, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What enters the account of a connection.</summary>
    internal Task<AccountSource> SourceOf(ConnectionOptions connection) => sources
        .GetOrAdd(connection.Source, options => new Lazy<Task<AccountSource>>(() => AwsConnection.FindSourceAsync(options, localTime, report, mayRunProcesses: true, stopping)))
        .Value;
}
