using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Export;

/// <summary>Takes results of controls in any order, each once, and gives them by account: Security Hub takes the findings of an account from that account alone.</summary>
public sealed class FindingSet
{
    private readonly ReportBuilder report = new();

    /// <summary>Takes a result.</summary>
    /// <param name="item">A <see cref="ControlResult"/>.</param>
    /// <exception cref="KeyRotationException">It is something else.</exception>
    public void Add(object item) => report.Add(item is ControlResult ? item : throw FindingFailures.NotAFinding(item));

    /// <summary>What was taken, by account.</summary>
    public IReadOnlyList<AccountFindings> ByAccount() => report.ToContent(string.Empty, TimeSpan.Zero, DateTimeOffset.MinValue).Controls
        .GroupBy(result => result.AccountId, StringComparer.Ordinal)
        .Select(results => new AccountFindings(results.Key, results.Select(result => result.Account).FirstOrDefault(account => account is not null), results.ToList()))
        .ToList();
}

/// <summary>The results of controls of one account.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Account">The way into it; null where the results did not bring one.</param>
/// <param name="Results">The results.</param>
public sealed record AccountFindings(string AccountId, Account? Account, IReadOnlyList<ControlResult> Results);
