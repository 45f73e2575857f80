using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>Many accounts in one picture: the worst of them, the organizational units, and a table of all.</summary>
internal static class AccountSection
{
    private const int Worst = 10;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        IReadOnlyList<AccountTotals> accounts = AccountTotals.Of(content);
        if (accounts.Count < 2)
        {
            return;
        }

        bool hasKeys = content.KeyCount > 0;
        bool hasControls = content.ControlCount > 0;
        IReadOnlyList<AccountTotals> units = AccountTotals.Units(accounts);
        html.Add($"<section aria-labelledby=\"accounts-title\" id=\"accounts\">\n<h2 id=\"accounts-title\">Accounts</h2>\n<p class=\"quiet\"><b id=\"total-bad-accounts\">{accounts.Count(account => account.IsBad):N0}</b> of {HtmlReport.Count(accounts.Count, "account")} with {(hasKeys ? hasControls ? "a stale key or a failed check" : "a stale key" : "a failed check")}</p>\n<div class=\"charts\">\n");
        Bars(html, "worst", "Worst accounts", accounts.Where(account => account.IsBad).Take(Worst).ToList(), hasKeys, hasControls);
        Bars(html, "units", "Organizational units", units, hasKeys, hasControls);
        html.Add($"</div>\n");
        AccountTable.Write(html, accounts, units.Count > 0, hasKeys, hasControls);
        html.Add($"</section>\n");
    }

    private static void Bars(HtmlWriter html, string id, string title, IReadOnlyList<AccountTotals> items, bool hasKeys, bool hasControls)
    {
        if (items.Count == 0)
        {
            return;
        }

        int longest = items.Max(item => LengthOf(item, hasKeys));
        html.Add($"<figure>\n<figcaption><h3>{title}</h3></figcaption>\n<ol class=\"bars\" id=\"{id}\">\n");
        foreach (AccountTotals item in items)
        {
            html.Add($"<li><span class=\"name\">{item.Name ?? item.AccountId ?? item.Unit ?? "no unit known"}{(item.AccountId is null ? " · " + HtmlReport.Count(item.Accounts, "account") : string.Empty)}</span><span class=\"counts\">{Counts(item, hasKeys, hasControls)}</span>");
            html.Add($"<svg viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"stale\" width=\"{(longest == 0 ? 0 : 100.0 * LengthOf(item, hasKeys) / longest):0.##}\" height=\"1\"/></svg></li>\n");
        }

        html.Add($"</ol>\n</figure>\n");
    }

    private static int LengthOf(AccountTotals item, bool hasKeys) => hasKeys ? item.Stale : item.Failed;

    private static string Counts(AccountTotals item, bool hasKeys, bool hasControls) =>
        (hasKeys ? FormattableString.Invariant($"{item.Stale:N0} of {HtmlReport.Count(item.Keys, "key")} stale") : string.Empty)
        + (hasKeys && hasControls ? " · " : string.Empty)
        + (hasControls ? FormattableString.Invariant($"{HtmlReport.Count(item.Failed, "failed check")}") : string.Empty);
}
