using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Export;

/// <summary>
/// Suppresses the findings in AWS Security Hub that say a key is to be rotated, where the tag keyrotation:exempt keeps its user out of rotation; and makes them new again when the
/// exemption has ended. What a person has suppressed is left as it is: only a note that this module wrote says that the module did it.
/// </summary>
internal sealed class FindingSuppression
{
    /// <summary>How many findings BatchUpdateFindings takes.</summary>
    private const int MostAtOnce = 100;

    /// <summary>How long a note may be ("Length Constraints: Minimum of 1. Maximum of 512", Note in the API model).</summary>
    private const int LongestNote = 512;

    /// <summary>More calls at once to IAM gain nothing: AWS asks for fewer.</summary>
    private const int ReadAtOnce = 8;

    private const string Author = "KeyRotation";
    private const string NoteBegin = "Exempt from rotation ";
    private const string EndedNote = "No longer exempt from rotation.";

    private readonly AccountSession account;
    private readonly IFindingImport hub;
    private readonly IReport report;

    public FindingSuppression(AccountSession account, IFindingImport hub, IReport report)
    {
        this.account = account;
        this.hub = hub;
        this.report = report;
    }

    /// <summary>How many findings were suppressed.</summary>
    public int Suppressed { get; private set; }

    /// <summary>How many are new again.</summary>
    public int Reopened { get; private set; }

    /// <summary>Sets the workflow of the findings. A call that fails is an error, and what was imported stays.</summary>
    public async Task RunAsync(IReadOnlyList<ControlResult> results, CancellationToken cancellationToken)
    {
        List<ControlResult> rotation = results.Where(result => result.ControlValue == ComplianceControl.Rotation && result.UserName != KeyReference.RootUserName).ToList();
        if (rotation.Count == 0)
        {
            return;
        }

        try
        {
            IReadOnlyList<SuppressedFinding> listed = await hub.ListSuppressedAsync(account.AccountId, AsffReport.GeneratorPrefix, cancellationToken).ConfigureAwait(false);
            Dictionary<string, SuppressedFinding> suppressed = listed.GroupBy(finding => finding.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
            List<ControlResult> concerned = rotation.Where(result => result.StatusValue == ControlStatus.Fail || IsOurs(Of(result))).ToList();
            Dictionary<string, UserJournal> journals = await JournalsAsync(concerned, cancellationToken).ConfigureAwait(false);
            ILookup<string?, ControlResult> notes = concerned
                .Where(result => journals.ContainsKey(result.UserName))
                .ToLookup(result => NoteOf(result, journals[result.UserName], Of(result)), StringComparer.Ordinal);
            await SuppressAsync(notes, cancellationToken).ConfigureAwait(false);
            await ReopenAsync(notes[EndedNote].ToList(), cancellationToken).ConfigureAwait(false);

            SuppressedFinding? Of(ControlResult result) => suppressed.TryGetValue(FindingId.Of(result), out SuppressedFinding? finding) ? finding : null;
        }
        catch (ServiceException problem) when (problem.Kind != ServiceErrorKind.NotFound)
        {
            report.Failure(Failures.Service(problem, target: null));
        }
    }

    private static bool IsOurs(SuppressedFinding? finding) => finding is { NoteUpdatedBy: Author, NoteText: string text } && text.StartsWith(NoteBegin, StringComparison.Ordinal);

    /// <summary>The note that a finding is to get; null where it stays as it is.</summary>
    private string? NoteOf(ControlResult result, UserJournal journal, SuppressedFinding? suppressed)
    {
        if (journal.Exemption is not { } exemption || !exemption.CountsAt(account.Time.GetUtcNow()))
        {
            return IsOurs(suppressed) ? EndedNote : null;
        }

        string note = VisibleText.Cut(VisibleText.Of(NoteBegin + exemption.Text), LongestNote);
        return result.StatusValue == ControlStatus.Fail && (suppressed is null || (IsOurs(suppressed) && suppressed.NoteText != note)) ? note : null;
    }

    /// <summary>What the tags of the users say; without those of whom that is not known, whose findings stay as they are.</summary>
    private async Task<Dictionary<string, UserJournal>> JournalsAsync(List<ControlResult> results, CancellationToken cancellationToken)
    {
        var limit = new CallLimit(ReadAtOnce);
        (string UserName, UserJournal? Journal, ServiceException? Problem)[] read = await Task.WhenAll(results
            .GroupBy(result => result.UserName, StringComparer.OrdinalIgnoreCase)
            .Select(same => JournalAsync(same.Key, same.Select(result => result.Journal).FirstOrDefault(known => known is not null), limit, cancellationToken))).ConfigureAwait(false);
        foreach (IGrouping<string?, (string UserName, UserJournal? Journal, ServiceException? Problem)> failed in read.Where(user => user.Problem is not null).GroupBy(user => user.Problem!.Code, StringComparer.Ordinal))
        {
            report.Failure(FindingFailures.ExemptionUnknown(account.AccountId, failed.Select(user => user.UserName).ToList(), failed.First().Problem!));
        }

        return read.Where(user => user.Journal is not null).ToDictionary(user => user.UserName, user => user.Journal!, StringComparer.OrdinalIgnoreCase);
    }

    private async Task<(string UserName, UserJournal? Journal, ServiceException? Problem)> JournalAsync(string userName, UserJournal? known, CallLimit limit, CancellationToken cancellationToken)
    {
        try
        {
            UserJournal journal = known ?? UserJournal.Read(await limit.CallAsync(() => account.Identity.ListUserTagsAsync(userName, cancellationToken), cancellationToken).ConfigureAwait(false));
            if (journal.Unreadable.Count == 0)
            {
                return (userName, journal, null);
            }

            report.Failure(UserFailures.JournalUnreadable(new KeyReference(account.AccountId, userName, AccessKeyId: null), journal.Unreadable));
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            report.Verbose($"User {userName} was deleted since the control was checked.");
        }
        catch (ServiceException problem)
        {
            return (userName, null, problem);
        }

        return (userName, null, null);
    }

    private async Task SuppressAsync(ILookup<string?, ControlResult> notes, CancellationToken cancellationToken)
    {
        List<IGrouping<string?, ControlResult>> exempt = notes.Where(same => same.Key is not null && same.Key != EndedNote).ToList();
        List<ControlResult> all = exempt.SelectMany(same => same).ToList();
        if (all.Count == 0 || !await IsAgreedAsync(all, "of exempt users", "Suppress", cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (IGrouping<string?, ControlResult> same in exempt)
        {
            Suppressed += await UpdateAsync(same.ToList(), isSuppressed: true, same.Key!, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReopenAsync(List<ControlResult> ended, CancellationToken cancellationToken)
    {
        if (ended.Count > 0 && await IsAgreedAsync(ended, "of users who are no longer exempt", "Set to NEW", cancellationToken).ConfigureAwait(false))
        {
            Reopened += await UpdateAsync(ended, isSuppressed: false, EndedNote, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsAgreedAsync(List<ControlResult> results, string whose, string action, CancellationToken cancellationToken)
    {
        string users = string.Join(", ", results.Select(result => result.UserName).Distinct(StringComparer.OrdinalIgnoreCase));
        string target = $"{results.Count} {(results.Count == 1 ? "finding" : "findings")} {whose} ({users}) of account {account.AccountId} in Security Hub in {hub.Region}";
        return await report.AgreeAsync(target, action, cancellationToken).ConfigureAwait(false) is Agreement.Agreed or Agreement.AgreedLater;
    }

    private async Task<int> UpdateAsync(List<ControlResult> results, bool isSuppressed, string note, CancellationToken cancellationToken)
    {
        int updated = 0;
        for (int index = 0; index < results.Count; index += MostAtOnce)
        {
            Dictionary<string, ControlResult> batch = results.Skip(index).Take(MostAtOnce).ToDictionary(FindingId.Of, StringComparer.Ordinal);
            var update = new FindingUpdate(AsffReport.ProductArnOf(results[index], hub.Region), batch.Keys.ToList(), isSuppressed, note, Author);
            IReadOnlyList<RejectedFinding> rejected = await hub.UpdateAsync(update, cancellationToken).ConfigureAwait(false);
            foreach (RejectedFinding finding in rejected)
            {
                report.Failure(FindingFailures.NotUpdated(batch.TryGetValue(finding.Id, out ControlResult? named) ? named : results[index], finding));
            }

            updated += batch.Count - rejected.Count;
        }

        return updated;
    }
}
