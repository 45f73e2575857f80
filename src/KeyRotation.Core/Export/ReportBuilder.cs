using System;
using System.Collections.Generic;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>Takes the objects of a report as they come, in any order, and keeps each key and each result of a control once.</summary>
public sealed class ReportBuilder
{
    private readonly KeyList keys = new();
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<ControlResult> controls = [];
    private readonly Dictionary<string, ReportAccount> accounts = new(StringComparer.Ordinal);

    /// <summary>Takes an object.</summary>
    /// <param name="item">
    /// An <see cref="AccessKey"/>, <see cref="KeyStatus"/>, <see cref="RotatedAccessKey"/>, <see cref="KeyAlternative"/> or <see cref="ControlResult"/>; or an <see cref="Account"/>,
    /// of which the report takes name and organizational unit.
    /// </param>
    /// <exception cref="KeyRotationException">It is something else.</exception>
    public void Add(object item)
    {
        switch (item)
        {
            case AccessKey key:
                keys.Add(key);
                Know(key.GetConnection()?.Account);
                break;
            case RotatedAccessKey rotated:
                keys.Add(rotated);
                Know(rotated.GetConnection()?.Account);
                break;
            case KeyAlternative alternative:
                keys.Add(alternative);
                Know(alternative.Key.GetConnection()?.Account);
                break;
            case ControlResult result:
                Add(result);
                Know(result.Account);
                break;
            case Account account:
                Know(account);
                break;
            default:
                throw ExportFailures.NotReportable(item);
        }
    }

    /// <summary>What was taken, as one report.</summary>
    /// <param name="title">The title.</param>
    /// <param name="limit">The age that charts mark.</param>
    /// <param name="generatedAt">Now.</param>
    public ReportContent ToContent(string title, TimeSpan limit, DateTimeOffset generatedAt) =>
        new(title, limit, generatedAt, keys.Keys, controls.ToArray(), accounts);

    /// <summary>Accounts that are given by id alone bring no name, and take none away.</summary>
    private void Know(Account? account)
    {
        if (account is not null && (!accounts.TryGetValue(account.AccountId, out ReportAccount? known) || known.Name is null))
        {
            accounts[account.AccountId] = ReportAccount.Of(account);
        }
    }

    /// <summary>Of two results of one control for one resource the later counts, and of two at once the failure.</summary>
    private void Add(ControlResult result)
    {
        string id = FindingId.Of(result);
        if (!places.TryGetValue(id, out int place))
        {
            places[id] = controls.Count;
            controls.Add(result);
        }
        else if (result.CheckedAt > controls[place].CheckedAt
            || (result.CheckedAt == controls[place].CheckedAt && result.StatusValue == ControlStatus.Fail))
        {
            controls[place] = result;
        }
    }
}
