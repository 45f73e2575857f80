using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>When and from what: for each account the times and the credential report.</summary>
internal static class SourceTable
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Add($"<section aria-labelledby=\"sources-title\" id=\"sources\">\n<h2 id=\"sources-title\">Sources</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"sources-title\"><table>\n<thead><tr><th scope=\"col\">Account</th><th scope=\"col\" class=\"number\">Keys</th><th scope=\"col\" class=\"number\">Checks</th><th scope=\"col\">Looked at</th><th scope=\"col\">Credential report</th><th scope=\"col\">Evidence from</th></tr></thead>\n<tbody>\n");
        ILookup<string, ReportKey> keys = content.Keys.ToLookup(key => key.AccountId, StringComparer.Ordinal);
        ILookup<string, ControlResult> controls = content.Controls.ToLookup(result => result.AccountId, StringComparer.Ordinal);
        foreach (string account in HtmlReport.Accounts(content))
        {
            Row(html, account, keys[account].ToList(), controls[account].ToList());
        }

        html.Add($"</tbody>\n</table></div>\n</section>\n");
    }

    private static void Row(HtmlWriter html, string account, List<ReportKey> keys, List<ControlResult> controls)
    {
        List<DateTimeOffset> looks = keys.Select(key => key.SeenAt).Concat(controls.Select(result => result.CheckedAt)).ToList();
        List<(DateTimeOffset Time, TimeSpan Age)> reports = keys.Where(key => key.ReportTime is not null).Select(key => (key.ReportTime!.Value, key.SeenAt - key.ReportTime.Value))
            .Concat(controls.Where(result => result.ReportTime is not null).Select(result => (result.ReportTime!.Value, result.ReportAge!.Value)))
            .ToList();
        string sources = string.Join(", ", controls.SelectMany(result => result.Evidence).Select(item => item.Source).Distinct(StringComparer.Ordinal));
        html.Add($"<tr><th scope=\"row\">{account}</th><td class=\"number\">{keys.Count:N0}</td><td class=\"number\">{controls.Count:N0}</td><td>{ReportTimes.Readable(looks.Max())}</td><td>");
        if (reports.Count == 0)
        {
            html.Add($"none, or its time is not known");
        }
        else
        {
            (DateTimeOffset time, TimeSpan age) = reports.OrderBy(report => report.Time).First();
            html.Add($"{ReportTimes.Readable(time)}<small>{Display.Age(age)} old when read</small>");
        }

        html.Add($"</td><td>{(sources.Length == 0 ? "–" : sources)}</td></tr>\n");
    }
}
