using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>Every key. The script makes it sortable and filterable; without it, what asks for attention is at the top.</summary>
internal static class KeyTable
{
    /// <summary>Behind every use, in days.</summary>
    private const double NeverRank = 1e6;

    /// <summary>A browser lays out a few hundred rows at once, and thousands in seconds.</summary>
    private const int Step = 250;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Add($"<section aria-labelledby=\"keys-title\" id=\"keys\">\n<h2 id=\"keys-title\">Keys</h2>\n");
        Tools(html, content);
        bool hasOwners = content.Keys.Any(key => key.Tags is not null);
        html.Add($"<table id=\"key-table\" data-step=\"{Step}\" class=\"sortable\" aria-labelledby=\"keys-title\">\n<thead><tr><th scope=\"col\">User</th><th scope=\"col\">Access key</th><th scope=\"col\">Stage</th><th scope=\"col\" class=\"number\">Age</th><th scope=\"col\" class=\"number\">Last used</th>");
        if (hasOwners)
        {
            html.Add($"<th scope=\"col\" class=\"owner\">Owner</th>");
        }

        bool hasAlternatives = content.Keys.Any(key => key.Alternative is not null);
        if (hasAlternatives)
        {
            html.Add($"<th scope=\"col\" class=\"owner\">Alternative</th>");
        }

        html.Add($"<th scope=\"col\" class=\"step\">Next step</th><th scope=\"col\">Note</th></tr></thead>\n<tbody>\n");
        bool hasAccounts = HtmlReport.Accounts(content).Count > 1;
        int number = 0;
        foreach (ReportKey key in InOrder(content.Keys))
        {
            Row(html, key, content.Accounts, hasAccounts, hasOwners, hasAlternatives, isLater: ++number > Step);
        }

        html.Add($"</tbody>\n</table>\n<button type=\"button\" class=\"more\" id=\"key-more\" hidden></button>\n</section>\n");
    }

    private static IEnumerable<ReportKey> InOrder(IEnumerable<ReportKey> keys)
    {
        Dictionary<KeyStage, int> ranks = ReportTotals.StagesInOrder.Select((stage, rank) => (stage, rank)).ToDictionary(item => item.stage, item => item.rank);
        return keys.OrderBy(key => ranks[key.Stage])
            .ThenBy(key => key.CreateDate)
            .ThenBy(key => key.AccountId, StringComparer.Ordinal)
            .ThenBy(key => key.UserName, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Hidden until the script shows them: without it they would do nothing.</summary>
    private static void Tools(HtmlWriter html, ReportContent content)
    {
        html.Add($"<div class=\"tools\" id=\"key-tools\" hidden>\n<label>Find <input type=\"search\" id=\"key-search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"user, key, account, tag\"></label>\n<label>Stage <select id=\"key-stage\"><option value=\"\">All</option>");
        foreach (KeyStage stage in ReportTotals.StagesInOrder.Where(stage => content.Keys.Any(key => key.Stage == stage)))
        {
            html.Add($"<option>{stage}</option>");
        }

        html.Add($"</select></label>\n<output id=\"key-count\" for=\"key-search key-stage\">{HtmlReport.Count(content.KeyCount, "key")}</output>\n</div>\n");
    }

    private static void Row(HtmlWriter html, ReportKey key, IReadOnlyDictionary<string, ReportAccount> names, bool hasAccounts, bool hasOwners, bool hasAlternatives, bool isLater)
    {
        html.Add($"<tr data-stage=\"{key.Stage}\" class=\"{(isLater ? "later" : string.Empty)}\"><th scope=\"row\">{key.UserName}");
        if (hasAccounts)
        {
            html.Add($"<small>{key.AccountId}{(names.TryGetValue(key.AccountId, out ReportAccount? known) && known.Name is string name ? " " + name : string.Empty)}</small>");
        }

        string? owner = OwnerTag.NameIn(key.Tags);
        foreach (KeyValuePair<string, string> tag in (key.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal)).Where(tag => tag.Key != owner).OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            html.Add($"<small>{tag.Key}: {tag.Value}</small>");
        }

        html.Add($"</th><td class=\"id\">{key.AccessKeyId ?? "–"}</td><td><span class=\"dot {Overview.ClassOf(key.Stage)}\"></span>{key.Stage}");
        if (!key.IsActive)
        {
            html.Add($"<small>{key.Status.ToString().ToLowerInvariant()}</small>");
        }

        html.Add($"</td><td class=\"number\" data-sort=\"{key.AgeDays:0.####}\" title=\"created {ReportTimes.Readable(key.CreateDate)}\">{Display.Age(key.SeenAt - key.CreateDate)}</td>");
        LastUse(html, key);
        if (hasOwners)
        {
            html.Add($"<td>{OwnerTag.Of(key.Tags) ?? (key.Tags is null ? string.Empty : "–")}</td>");
        }

        if (hasAlternatives)
        {
            html.Add($"<td title=\"{key.Alternative?.Reason}\">{key.Alternative?.Alternative ?? "–"}{(key.Alternative is { IsKnown: true } ? " (" + key.Alternative.Confidence + ")" : string.Empty)}</td>");
        }

        html.Add($"<td>{key.NextStep}");
        if (key.NextStep is not null && StandOf(key) is { Length: > 0 } stand)
        {
            html.Add($"<small>{stand}</small>");
        }

        html.Add($"</td><td>{NoteOf(key)}</td></tr>\n");
    }

    /// <summary>Due where the step can be taken, and blocked where it cannot: as the numbers above count.</summary>
    private static string StandOf(ReportKey key)
    {
        string from = key.DueDate is DateTimeOffset due && due > key.SeenAt ? "from " + ReportTimes.Day(due) : string.Empty;
        return key.IsDue == true ? "due"
            : key.Blocker is null ? from
            : from.Length == 0 ? "blocked" : "blocked, " + from;
    }

    /// <summary>Sorted by days without use; never comes behind every use. What is not known has no place among them: the script puts it last.</summary>
    private static void LastUse(HtmlWriter html, ReportKey key)
    {
        EvidenceOfUse use = key.LastUsed;
        double? rank = use.Kind == UseKind.NeverUsed ? NeverRank : key.UnusedDays;
        html.Add($"<td class=\"number\" data-sort=\"{rank:0.####}\" title=\"{use}\">{Display.LastUsed(use, key.SeenAt)}");
        if (use.Service is not null)
        {
            html.Add($"<small>{use.Service}{(use.Region is null ? string.Empty : " in " + use.Region)}</small>");
        }

        html.Add($"</td>");
    }

    private static string? NoteOf(ReportKey key) => key.Blocker
        ?? (key.ReplacedBy is null ? key.Reason : "replaced by " + key.ReplacedBy);
}
