using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>A page for people: one file that loads nothing, and of which a browser runs nothing but the script that is part of it.</summary>
internal static class HtmlReport
{
    public static string Of(ReportContent content)
    {
        var html = new HtmlWriter();
        Head(html, content);
        var totals = new ReportTotals(content);
        html.Add($"<body>\n<header>\n<h1>{content.Title}</h1>\n");
        Lead(html, content, totals);
        html.Add($"<p class=\"quiet\">Made <time datetime=\"{ReportTimes.Iso(content.GeneratedAt)}\">{ReportTimes.Readable(content.GeneratedAt)}</time> by {ReportProduct.Name} {ReportProduct.Version}</p>\n</header>\n<main>\n");
        if (content.KeyCount > 0)
        {
            Overview.Write(html, totals, content.ControlCount > 0);
            html.Add($"<section class=\"charts\" aria-label=\"Age and use\">\n");
            AgeHistogram.Write(html, content);
            UseScatter.Write(html, content);
            html.Add($"</section>\n");
        }

        AccountSection.Write(html, content);
        if (content.ControlCount > 0)
        {
            ControlSection.Write(html, content);
        }

        if (content.KeyCount > 0)
        {
            KeyTable.Write(html, content);
        }

        if (content.KeyCount + content.ControlCount > 0)
        {
            SourceTable.Write(html, content);
        }

        html.Add($"</main>\n<footer><p>Times are UTC. The age of a key is as of the time at which it was looked at. This file holds no secret and loads nothing.</p></footer>\n<script>");
        return html.Add(ReportResource.Script).Add($"</script>\n</body>\n</html>\n").ToString();
    }

    private static void Head(HtmlWriter html, ReportContent content)
    {
        string policy = $"default-src 'none'; style-src {ReportResource.Style.Source}; script-src {ReportResource.Script.Source}; base-uri 'none'; form-action 'none'";
        html.Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n");
        html.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.Add($"<title>{content.Title}</title>\n<style>").Add(ReportResource.Style).Add($"</style>\n</head>\n");
    }

    /// <summary>What somebody who reads one line should know.</summary>
    private static void Lead(HtmlWriter html, ReportContent content, ReportTotals totals)
    {
        if (content.KeyCount + content.ControlCount == 0)
        {
            html.Add($"<p class=\"lead\" id=\"nothing\">Nothing to report: no access key and no result of a control was given.</p>\n");
            return;
        }

        html.Add($"<p class=\"lead\">");
        int accounts = Accounts(content).Count;
        if (content.KeyCount > 0)
        {
            html.Add($"{Count(totals.Keys, "access key")} of {Count(totals.Users, "user")} in {Count(accounts, "account")}. ");
            int stale = totals.Of(KeyStage.Stale);
            html.Add($"<strong>{(stale == 0 ? "None is stale." : stale == 1 ? "One is stale." : $"{stale:N0} are stale.")}</strong> ");
            if (totals.Due is int due)
            {
                html.Add($"{Count(due, "step")} {(due == 1 ? "is" : "are")} due, {totals.Blocked!.Value:N0} {(totals.Blocked == 1 ? "is" : "are")} blocked. ");
            }
        }

        if (content.ControlCount > 0)
        {
            html.Add($"<strong>{(totals.FailingControls == 0 ? "No control fails" : $"{totals.FailingControls} of {Count(totals.Controls, "control")} {(totals.FailingControls == 1 ? "fails" : "fail")}")}</strong>{(content.KeyCount > 0 ? string.Empty : $" in {Count(accounts, "account")}")}.");
        }

        html.Add($"</p>\n");
    }

    public static string Count(int number, string noun) => FormattableString.Invariant($"{number:N0} {noun}{(number == 1 ? string.Empty : "s")}");

    public static IReadOnlyList<string> Accounts(ReportContent content) => content.Keys.Select(key => key.AccountId)
        .Concat(content.Controls.Select(result => result.AccountId))
        .Distinct(StringComparer.Ordinal)
        .OrderBy(account => account, StringComparer.Ordinal)
        .ToList();
}
