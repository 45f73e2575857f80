using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>The controls, failing ones first, each with the evidence behind every verdict.</summary>
internal static class ControlSection
{
    private const int MostShownOpen = 10;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Add($"<section aria-labelledby=\"controls-title\" id=\"controls\">\n<h2 id=\"controls-title\">Controls</h2>\n");
        bool hasAccounts = HtmlReport.Accounts(content).Count > 1;
        ILookup<(string AccountId, string UserName), KeyAlternative> alternatives = content.Keys.Select(key => key.Alternative).OfType<KeyAlternative>()
            .Where(alternative => alternative.IsKnown)
            .ToLookup(alternative => (alternative.AccountId, alternative.UserName));
        foreach (ControlGroup group in ControlGroup.Of(content))
        {
            Control(html, group, alternatives, hasAccounts);
        }

        html.Add($"</section>\n");
    }

    private static void Control(HtmlWriter html, ControlGroup group, ILookup<(string AccountId, string UserName), KeyAlternative> alternatives, bool hasAccounts)
    {
        string verdict = group.Failed > 0 ? "Fail" : group.Passed > 0 ? "Pass" : "n/a";
        html.Add($"<details class=\"control\"{(group.Failed is > 0 and <= MostShownOpen ? " open" : string.Empty)}>\n<summary><span class=\"verdict {(group.Failed > 0 ? "fail" : "pass")}\">{verdict}</span><span class=\"number\">{group.ControlId}</span><span class=\"name\">{group.Title}</span><span class=\"counts\">");
        html.Add($"{CountsOf(group)}</span></summary>\n<p class=\"quiet\">{group.Benchmark} · severity {group.Severity}{(group.References.Count == 0 ? string.Empty : " · also " + string.Join(", ", group.References))}</p>\n");
        foreach (ControlResult result in group.Results.Where(result => result.StatusValue == ControlStatus.Fail))
        {
            Failure(html, result, alternatives[(result.AccountId, result.UserName)], hasAccounts);
        }

        Others(html, "pass", group.Results.Where(result => result.StatusValue == ControlStatus.Pass).ToList(), hasAccounts);
        Others(html, "not applicable", group.Results.Where(result => result.StatusValue == ControlStatus.NotApplicable).ToList(), hasAccounts);
        html.Add($"</details>\n");
    }

    private static string CountsOf(ControlGroup group) => string.Join(" · ", new[] { (Count: group.Failed, Name: "fail"), (Count: group.Passed, Name: "pass"), (Count: group.NotApplicable, Name: "n/a") }
        .Where(part => part.Count > 0)
        .Select(part => FormattableString.Invariant($"{part.Count:N0} {part.Name}")));

    private static void Failure(HtmlWriter html, ControlResult result, IEnumerable<KeyAlternative> alternatives, bool hasAccounts)
    {
        html.Add($"<details class=\"result\"><summary><b>{result.UserName}</b>{(hasAccounts ? " in " + result.AccountId : string.Empty)} <span>{result.Reason}</span></summary>\n<p class=\"id\">{result.ResourceArn}</p>\n");
        if (result.Evidence.Count > 0)
        {
            html.Add($"<table class=\"evidence\"><thead><tr><th scope=\"col\">Evidence</th><th scope=\"col\">Value</th><th scope=\"col\">From</th></tr></thead><tbody>");
            foreach (ControlEvidence item in result.Evidence)
            {
                html.Add($"<tr><th scope=\"row\">{item.Name}</th><td>{item.Value}</td><td>{item.Source}</td></tr>");
            }

            html.Add($"</tbody></table>\n");
        }

        if (result.Remedy.Count > 0)
        {
            html.Add($"<h3>Remedy</h3>\n<pre tabindex=\"0\"><code>{string.Join("\n", result.Remedy)}</code></pre>\n");
        }

        foreach (KeyAlternative alternative in alternatives)
        {
            html.Add($"<p class=\"alternative\">Instead of {alternative.AccessKeyId ?? "the key"}: {alternative.Alternative} ({alternative.Confidence}). {alternative.Reason}</p>\n");
        }

        html.Add($"</details>\n");
    }

    private static void Others(HtmlWriter html, string verdict, List<ControlResult> results, bool hasAccounts)
    {
        if (results.Count == 0)
        {
            return;
        }

        html.Add($"<details class=\"result others\"><summary>{results.Count:N0} {verdict}</summary>\n<table class=\"evidence\"><thead><tr><th scope=\"col\">User</th><th scope=\"col\">Because</th><th scope=\"col\">Evidence</th></tr></thead><tbody>\n");
        foreach (ControlResult result in results)
        {
            html.Add($"<tr><th scope=\"row\">{result.UserName}{(hasAccounts ? " in " + result.AccountId : string.Empty)}</th><td>{result.Reason}</td><td>");
            foreach (ControlEvidence item in result.Evidence)
            {
                html.Add($"<small>{item} ({item.Source})</small>");
            }

            html.Add($"</td></tr>\n");
        }

        html.Add($"</tbody></table></details>\n");
    }
}
