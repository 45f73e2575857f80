using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Users;

namespace KeyRotation.Notices;

/// <summary>
/// Groups what is to be known by the owner of the user, and sends each owner one notice, by each receiver. The failure of one notice neither stops nor
/// hides another; failures are reported at the end, so that an error that ends the command keeps back no notice.
/// A warning of a step ahead is recorded after it was sent: where that fails, it is sent again rather than lost.
/// </summary>
public sealed class NoticeSending
{
    private readonly NoticeOptions options;
    private readonly IReadOnlyList<INoticeReceiver> receivers;
    private readonly UnsentNotices unsent = new();
    private readonly IReport report;
    private readonly DueWarnings warnings;
    private readonly NoticedUsers users;

    /// <summary>Prepares it.</summary>
    /// <param name="options">Who is noticed, when, and in which words.</param>
    /// <param name="receivers">What the notices are sent to: each gets all.</param>
    /// <param name="accounts">The accounts in which the tags of users are.</param>
    /// <param name="report">Receives the <see cref="Notice"/> objects that were sent, failures and warnings.</param>
    public NoticeSending(NoticeOptions options, IReadOnlyList<INoticeReceiver> receivers, INoticeAccounts accounts, IReport report)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.receivers = receivers ?? throw new ArgumentNullException(nameof(receivers));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        warnings = new DueWarnings(options.DaysAhead);
        users = new NoticedUsers(accounts ?? throw new ArgumentNullException(nameof(accounts)), report);
    }

    /// <summary>Sends.</summary>
    /// <param name="lines">What is to be known.</param>
    /// <param name="cancellationToken">Stops it between two notices.</param>
    public async Task RunAsync(IReadOnlyList<NoticeLine> lines, CancellationToken cancellationToken)
    {
        List<NoticeLine> timely = lines.Where(line => !warnings.IsTooEarly(line)).ToList();
        await users.ReadAsync(timely.Where(line => line.HasUser && (line.Tags is null || warnings.DaysOf(line) is not null)), cancellationToken).ConfigureAwait(false);
        List<(string? Recipient, NoticeLine Line)> addressed = timely
            .Where(line => !warnings.WasNoticed(line, users.Find(line)))
            .GroupBy(line => (line.ToString(), line.AccountId, line.Due?.Created))
            .Select(same => (RecipientOf(same.First()), same.First()))
            .ToList();
        List<NoticeLine> ownerless = addressed.Where(item => item.Recipient is null).Select(item => item.Line).ToList();
        if (ownerless.Count > 0)
        {
            report.Failure(NoticeFailures.OwnerUnknown(ownerless));
        }

        List<IGrouping<string, NoticeLine>> owners = addressed.Where(item => item.Recipient is not null)
            .GroupBy(item => item.Recipient!, item => item.Line, StringComparer.OrdinalIgnoreCase)
            .ToList();
        try
        {
            for (int index = 0; index < owners.Count; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report.Progress(new WorkProgress("Sending notices", owners[index].Key, index, owners.Count));
                await SendAsync(owners[index].Key, InOrder(owners[index]), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (KeyRotationException failure in unsent.ToFailures())
            {
                report.Failure(failure);
            }
        }
    }

    private static List<NoticeLine> InOrder(IEnumerable<NoticeLine> lines) =>
        lines.OrderBy(line => line.AccountId, StringComparer.Ordinal).ThenBy(line => line.UserName, StringComparer.OrdinalIgnoreCase).ToList();

    private string? RecipientOf(NoticeLine line) =>
        Given(OwnerTag.Of(line.Tags ?? users.Find(line)?.Tags)) ?? Given(options.DefaultRecipient);

    private static string? Given(string? name) => string.IsNullOrWhiteSpace(name) ? null : name!.Trim();

    private static Notice Compose(string recipient, INoticeReceiver receiver, IReadOnlyList<NoticeLine> lines) =>
        new(recipient, receiver.Name, NoticeText.SubjectOf(lines, recipient), NoticeText.TextOf(lines, recipient), lines);

    /// <summary>Sends what one owner should know to each receiver, and records it when all have it: rather twice than lost.</summary>
    private async Task SendAsync(string recipient, List<NoticeLine> lines, CancellationToken cancellationToken)
    {
        var sent = new List<Notice>();
        foreach (INoticeReceiver receiver in receivers)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            if (await TrySendAsync(receiver, Compose(recipient, receiver, lines), cancellationToken).ConfigureAwait(false) is Notice notice)
            {
                sent.Add(notice);
            }
        }

        // Ctrl+C now would have the notice sent again.
        using var grace = new GracePeriod(cancellationToken);
        if (sent.Count == receivers.Count)
        {
            await RecordAsync(lines, grace.Token).ConfigureAwait(false);
        }

        foreach (Notice notice in sent)
        {
            await report.ResultAsync(notice).ConfigureAwait(false);
        }
    }

    /// <summary>The notice as it was sent; null where it was not.</summary>
    private async Task<Notice?> TrySendAsync(INoticeReceiver receiver, Notice notice, CancellationToken cancellationToken)
    {
        if (unsent.IsGivenUp(receiver))
        {
            unsent.AddUntried(receiver, notice);
            return null;
        }

        if (await InWordsAsync(notice, cancellationToken).ConfigureAwait(false) is not Notice written)
        {
            return null;
        }

        Agreement agreement = await report.AgreeAsync($"\n\n{written.Subject}\n\n{written.Text.TrimEnd().TrimEnd('.')}", $"Send the notice for {written.Recipient} to {written.Receiver}:", cancellationToken).ConfigureAwait(false);
        if (agreement is not (Agreement.Agreed or Agreement.AgreedLater))
        {
            return null;
        }

        try
        {
            await receiver.SendAsync(written, cancellationToken).ConfigureAwait(false);
            unsent.Reached(receiver);
            return written;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            unsent.Add(receiver, written, problem);
            return null;
        }
    }

    /// <summary>The notice in the words of the template; null where the template failed.</summary>
    private async Task<Notice?> InWordsAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (options.Template is null)
        {
            return notice;
        }

        try
        {
            string text = await options.Template(notice, cancellationToken).ConfigureAwait(false);
            return new Notice(notice.Recipient, notice.Receiver, notice.Subject, text, notice.Lines);
        }
        catch (DestinationException problem)
        {
            report.Failure(NoticeFailures.TemplateFailed(notice, problem));
            return null;
        }
    }

    private async Task RecordAsync(IReadOnlyList<NoticeLine> lines, CancellationToken cancellationToken)
    {
        IEnumerable<IGrouping<NoticedUser, NoticeLine>> recorded = lines
            .Where(line => warnings.DaysOf(line) is not null && users.Find(line) is not null)
            .GroupBy(line => users.Find(line)!);
        foreach (IGrouping<NoticedUser, NoticeLine> user in recorded)
        {
            await users.RecordAsync(user.Key, user.Select(line => (line.Due!, warnings.DaysOf(line)!.Value)), cancellationToken).ConfigureAwait(false);
        }
    }
}
