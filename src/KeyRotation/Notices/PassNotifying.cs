using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Notices;

namespace KeyRotation.Commands.Notices;

/// <summary>The notices of a pass: what it sends them to is opened before the pass, and they are sent at its end, however it ends.</summary>
internal sealed class PassNotifying : IDisposable
{
    private readonly PassNotices collected = new();
    private readonly OpenReceivers receivers;
    private readonly string? defaultRecipient;
    private NoticeAccounts? accounts;

    /// <param name="given">The receivers.</param>
    /// <param name="defaultRecipient">Who gets what has no owner; null for nobody.</param>
    public PassNotifying(IEnumerable<object> given, string? defaultRecipient)
    {
        receivers = new OpenReceivers(given.Select(GivenReceiver.Of));
        this.defaultRecipient = defaultRecipient;
    }

    /// <summary>What the pass does and reports.</summary>
    public PassNotices Collected => collected;

    /// <summary>Opens what the notices are sent to, before anything is changed.</summary>
    /// <param name="door">The door of the pass: whose credentials they are is not asked again.</param>
    /// <param name="connection">The connection of the receivers, and of users whose account is not known.</param>
    /// <param name="report">Receives each call, and runs script blocks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">A receiver cannot be used.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public async Task OpenAsync(AccountDoor door, ConnectionOptions connection, PipelineReport report, CancellationToken cancellationToken)
    {
        accounts ??= new NoticeAccounts(door, connection, report);
        await receivers.OpenAsync(async () => await accounts.OpenGivenAsync(cancellationToken).ConfigureAwait(false), report).ConfigureAwait(false);
    }

    /// <summary>Sends the notices.</summary>
    /// <param name="report">Is asked before each, and receives what became of it.</param>
    /// <param name="problem">What ended the pass; null where nothing did.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task SendAsync(PipelineReport report, Exception? problem, CancellationToken cancellationToken)
    {
        switch (problem)
        {
            case KeyRotationException failure:
                collected.Refused(failure);
                break;
            case ServiceException call:
                collected.Refused(KeyRotationException.Of(call, target: null));
                break;
        }

        IReadOnlyList<NoticeLine> lines = collected.ToLines();
        if (lines.Count == 0)
        {
            return;
        }

        report.Resume();
        if (accounts is null)
        {
            // The pass ended before it was known how AWS is reached; a webhook can still say so.
            receivers.OpenLocal(report);
        }

        if (receivers.Open.Count > 0)
        {
            var options = new NoticeOptions { DefaultRecipient = defaultRecipient };
            await new NoticeSending(options, receivers.Open, (INoticeAccounts?)accounts ?? new NoAccounts(), new SentNotices(report)).RunAsync(lines, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        receivers.Dispose();
        accounts?.Dispose();
    }

    /// <summary>Where no account could be reached, nobody's tags can be read.</summary>
    private sealed class NoAccounts : INoticeAccounts
    {
        public Task<AccountSession> OpenAsync(ConnectionOptions? seen, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The pass reported a user before it had a connection.");
    }

    /// <summary>What sending reports in a pass, whose results are its keys: a notice that was sent is a line of information.</summary>
    private sealed class SentNotices : IReport
    {
        private readonly PipelineReport report;

        public SentNotices(PipelineReport report) => this.report = report;

        public Task ResultAsync(IResult result)
        {
            if (result is KeyRotation.Notice notice)
            {
                report.Information($"notice for {notice.Recipient} sent to {notice.Receiver}: {notice.Lines.Count} {(notice.Lines.Count == 1 ? "line" : "lines")}", "NoticeSent");
            }

            return Task.CompletedTask;
        }

        public async Task ResultsAsync(IReadOnlyCollection<IResult> results)
        {
            foreach (IResult result in results)
            {
                await ResultAsync(result).ConfigureAwait(false);
            }
        }

        public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => report.AgreeAsync(target, action, cancellationToken);

        public void Failure(KeyRotationException failure) => report.Failure(failure);

        public void LeftForLater(KeyRotationException refusal) => report.LeftForLater(refusal);

        public void Warning(string message) => report.Warning(message);

        public void Verbose(string message) => report.Verbose(message);

        public void Progress(WorkProgress progress) => report.Progress(progress);
    }
}
