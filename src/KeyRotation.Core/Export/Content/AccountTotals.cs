using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Export.Content;

/// <summary>The numbers of one account, or of an organizational unit.</summary>
internal sealed record AccountTotals
{
    /// <summary>The account; null for a unit.</summary>
    public string? AccountId { get; init; }

    /// <summary>The account's name; null where it is not known, and for a unit.</summary>
    public string? Name { get; init; }

    /// <summary>The organizational unit; null where it is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>One, or how many are in the unit.</summary>
    public int Accounts { get; init; } = 1;

    public int Users { get; init; }

    public int Keys { get; init; }

    public int Active { get; init; }

    public int Stale { get; init; }

    public int NeverUsed { get; init; }

    /// <summary>The age of the oldest active key in days; null where no key is active.</summary>
    public double? OldestDays { get; init; }

    public int Passed { get; init; }

    public int Failed { get; init; }

    /// <summary>Whether anything has to be done there.</summary>
    public bool IsBad => Stale + Failed > 0;

    /// <summary>The accounts, worst first: those with the most stale keys, then with the most failed checks, then with the oldest key.</summary>
    public static IReadOnlyList<AccountTotals> Of(ReportContent content)
    {
        ILookup<string, ReportKey> keys = content.Keys.ToLookup(key => key.AccountId, StringComparer.Ordinal);
        ILookup<string, ControlResult> controls = content.Controls.ToLookup(result => result.AccountId, StringComparer.Ordinal);
        return WorstFirst(keys.Select(group => group.Key)
            .Concat(controls.Select(group => group.Key))
            .Concat(content.Accounts.Keys)
            .Distinct(StringComparer.Ordinal)
            .Select(id => OfAccount(id, content.Accounts.TryGetValue(id, out ReportAccount? known) ? known : ReportAccount.Unknown, keys[id].ToList(), controls[id])));
    }

    /// <summary>The units, worst first; none where no unit is known.</summary>
    public static IReadOnlyList<AccountTotals> Units(IReadOnlyList<AccountTotals> accounts) => accounts.All(account => account.Unit is null)
        ? []
        : WorstFirst(accounts.GroupBy(account => account.Unit, StringComparer.Ordinal).Select(unit => new AccountTotals
        {
            Unit = unit.Key,
            Accounts = unit.Count(),
            Users = unit.Sum(account => account.Users),
            Keys = unit.Sum(account => account.Keys),
            Active = unit.Sum(account => account.Active),
            Stale = unit.Sum(account => account.Stale),
            NeverUsed = unit.Sum(account => account.NeverUsed),
            OldestDays = unit.Max(account => account.OldestDays),
            Passed = unit.Sum(account => account.Passed),
            Failed = unit.Sum(account => account.Failed),
        }));

    private static AccountTotals OfAccount(string accountId, ReportAccount known, List<ReportKey> keys, IEnumerable<ControlResult> controls)
    {
        List<ReportKey> active = keys.Where(key => key.IsActive).ToList();
        ILookup<ControlStatus, ControlResult> verdicts = controls.ToLookup(result => result.StatusValue);
        return new AccountTotals
        {
            AccountId = accountId,
            Name = known.Name,
            Unit = known.Unit,
            Users = keys.Select(key => key.UserName).Distinct(StringComparer.Ordinal).Count(),
            Keys = keys.Count,
            Active = active.Count,
            Stale = keys.Count(key => key.Stage == KeyStage.Stale),
            NeverUsed = keys.Count(key => key.LastUsed.Kind == UseKind.NeverUsed),
            OldestDays = active.Count == 0 ? null : active.Max(key => key.AgeDays),
            Passed = verdicts[ControlStatus.Pass].Count(),
            Failed = verdicts[ControlStatus.Fail].Count(),
        };
    }

    private static List<AccountTotals> WorstFirst(IEnumerable<AccountTotals> totals) => totals
        .OrderByDescending(item => item.Stale)
        .ThenByDescending(item => item.Failed)
        .ThenByDescending(item => item.OldestDays ?? -1)
        .ThenBy(item => item.AccountId ?? item.Unit, StringComparer.Ordinal)
        .ToList();
}
