using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.CredentialReports;
using KeyRotation.Users;

namespace KeyRotation.Status;

/// <summary>
/// Tells where the keys of an account stand. Starts from the credential report, and looks at the users who have a
/// stale key, two keys or an inactive one: only with them is anything going on.
/// </summary>
public sealed class AccountStatus
{
    private readonly AccountSession account;
    private readonly StatusOptions options;
    private readonly IReport report;

    /// <summary>Prepares the look.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">The times that decide what is due.</param>
    /// <param name="report">Receives <see cref="KeyStatus"/> objects, failures and warnings.</param>
    public AccountStatus(AccountSession account, StatusOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Looks.</summary>
    /// <param name="targets">The users, and keys where only those are asked for; none for the whole account.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken)
    {
        if (targets.Count > 0)
        {
            await LookAsync(targets.ToList(), inventory: null, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Nothing new is due before the shortest of the times has passed, so a report may be as old as that.
        TimeSpan shortest = new[] { options.OlderThan, options.UnusedFor, options.Quarantine }.Min();
        (IReadOnlyList<KeyTarget> found, AccountReport? accountReport) =
            await AccountUsers.FindWithReportAsync(account, MayConcern, shortest, report, cancellationToken).ConfigureAwait(false);
        ReportedInventory? inventory = accountReport is null ? null : new ReportedInventory(account, options, accountReport);
        if (options.All && inventory is not null)
        {
            await report.ResultsAsync(inventory.KeysOfOthers(found)).ConfigureAwait(false);
        }

        await LookAsync(found, inventory, cancellationToken).ConfigureAwait(false);
    }

    private Task LookAsync(IReadOnlyList<KeyTarget> targets, ReportedInventory? inventory, CancellationToken cancellationToken) => PerUser.LookUpAsync(
        targets,
        target => target.In(account.AccountId),
        target => KeysOfAsync(target, inventory, cancellationToken),
        "Looking where keys stand",
        report);

    private async Task<IReadOnlyList<KeyStatus>> KeysOfAsync(KeyTarget target, ReportedInventory? inventory, CancellationToken cancellationToken)
    {
        Targets.RequireActionable(account, target);
        UserState user = await UserState.ReadAsync(account, target.UserName, tagsRead: null, cancellationToken).ConfigureAwait(false);
        if (user.Exemption is { } exemption && !exemption.CountsAt(account.Time.GetUtcNow()))
        {
            report.Warning($"The exemption of user {target.UserName} ended on {exemption.Until:yyyy-MM-dd} ({exemption.Reason}) and no longer counts. Renew it or remove the tag {Journal.JournalTags.Exempt}.");
        }

        var standing = new KeyStanding(account, options);
        IReadOnlyDictionary<string, IReadOnlyList<KeyPlace>> places = await new KeyPlaceSearch(options, report).FindAsync(user, cancellationToken).ConfigureAwait(false);
        var found = new List<KeyStatus>();
        foreach (ListedKey key in user.Keys
            .Where(key => target.AccessKeyId is null || KeyIds.AreSame(key.AccessKeyId, target.AccessKeyId))
            .OrderBy(key => key.CreateDate))
        {
            KeyStatus status = await standing.OfAsync(user, key, inventory?.RowOf(user.UserName), cancellationToken).ConfigureAwait(false);
            if (status.StageValue == KeyStage.Superseded && status.LastUsed.Kind == UseKind.Unknown)
            {
                report.Failure(Failures.LastUseUnknown(status.Reference, status.LastUsed));
            }

            found.Add(status.With(places[key.AccessKeyId]));
        }

        return found;
    }

    private bool MayConcern(CredentialReportRow row) =>
        (row.FirstKey is not null && row.SecondKey is not null)
        || IsStaleOrInactive(row.FirstKey)
        || IsStaleOrInactive(row.SecondKey);

    private bool IsStaleOrInactive(ReportedKey? key) =>
        key is not null && (!key.IsActive || key.CreateDate is null || account.Time.GetUtcNow() - key.CreateDate >= options.OlderThan);
}
