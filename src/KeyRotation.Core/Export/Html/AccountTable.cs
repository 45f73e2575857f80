using System;
using System.Collections.Generic;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>Every account. The script makes it sortable and filterable; without it, the worst are at the top.</summary>
internal static class AccountTable
{
    private const int Step = 25;

    public static void Write(HtmlWriter html, IReadOnlyList<AccountTotals> accounts, bool hasUnits, bool hasKeys, bool hasControls)
    {
        html.Add($"<div class=\"tools\" id=\"account-tools\" hidden>\n<label>Find <input type=\"search\" id=\"account-search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"account, name, unit\"></label>\n");
        html.Add($"<output id=\"account-count\" for=\"account-search\">{HtmlReport.Count(accounts.Count, "account")}</output>\n</div>\n");
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"accounts-title\"><table id=\"account-table\" data-step=\"{Step}\" class=\"sortable\" aria-labelledby=\"accounts-title\">\n<thead><tr><th scope=\"col\">Account</th>");
        Heading(html, hasUnits, "Unit", isNumber: false);
        foreach (string name in new[] { "Users", "Keys", "Active", "Stale", "Never used", "Oldest" })
        {
            Heading(html, hasKeys, name);
        }

        Heading(html, hasControls, "Checks passed");
        Heading(html, hasControls, "Checks failed");
        html.Add($"</tr></thead>\n<tbody>\n");
        int number = 0;
        foreach (AccountTotals account in accounts)
        {
            Row(html, account, hasUnits, hasKeys, hasControls, isLater: ++number > Step);
        }

        html.Add($"</tbody>\n</table></div>\n<button type=\"button\" class=\"more\" id=\"account-more\" hidden></button>\n");
    }

    private static void Heading(HtmlWriter html, bool isThere, string name, bool isNumber = true)
    {
        if (isThere)
        {
            html.Add($"<th scope=\"col\"").Add(isNumber ? (FormattableString)$" class=\"number\"" : $"").Add($">{name}</th>");
        }
    }

    private static void Row(HtmlWriter html, AccountTotals account, bool hasUnits, bool hasKeys, bool hasControls, bool isLater)
    {
        html.Add($"<tr class=\"{(isLater ? "later" : string.Empty)}\"><th scope=\"row\">{account.Name ?? account.AccountId}");
        if (account.Name is not null)
        {
            html.Add($"<small>{account.AccountId}</small>");
        }

        html.Add($"</th>");
        if (hasUnits)
        {
            html.Add($"<td>{account.Unit ?? "–"}</td>");
        }

        if (hasKeys)
        {
            Number(html, account.Users);
            Number(html, account.Keys);
            Number(html, account.Active);
            Number(html, account.Stale);
            Number(html, account.NeverUsed);
            html.Add($"<td class=\"number\" data-sort=\"{account.OldestDays:0.####}\">{(account.OldestDays is double days ? Display.Age(TimeSpan.FromDays(days)) : "–")}</td>");
        }

        if (hasControls)
        {
            Number(html, account.Passed);
            Number(html, account.Failed);
        }

        html.Add($"</tr>\n");
    }

    private static void Number(HtmlWriter html, int number) => html.Add($"<td class=\"number\" data-sort=\"{number}\">{number:N0}</td>");
}
