using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>The numbers, and how many keys are at which stage.</summary>
internal static class Overview
{
    public static void Write(HtmlWriter html, ReportTotals totals, bool hasControls)
    {
        html.Add($"<section aria-label=\"Totals\">\n<dl class=\"totals\">\n");
        Total(html, "keys", "Keys", totals.Keys);
        Total(html, "active", "Active", totals.Active);
        Total(html, "never-used", "Never used", totals.NeverUsed);
        if (totals.UseUnknown > 0)
        {
            Total(html, "use-unknown", "Use not known", totals.UseUnknown);
        }

        if (totals.Due is int due)
        {
            Total(html, "due", "Due", due);
            Total(html, "blocked", "Blocked", totals.Blocked!.Value);
        }

        Total(html, "two-keys", "Users with two keys", totals.UsersWithTwoKeys);
        if (totals.Replaceable is int replaceable)
        {
            Total(html, "replaceable", "Can be replaced", replaceable);
        }

        if (hasControls)
        {
            Total(html, "passed", "Checks passed", totals.Passed);
            Total(html, "failed", "Checks failed", totals.Failed);
        }

        html.Add($"</dl>\n");
        Stages(html, totals);
        html.Add($"</section>\n");
    }

    private static void Total(HtmlWriter html, string id, string name, int count) =>
        html.Add($"<div><dt>{name}</dt><dd id=\"total-{id}\">{count:N0}</dd></div>\n");

    private static void Stages(HtmlWriter html, ReportTotals totals)
    {
        const double width = 1000;
        html.Add($"<svg class=\"strip\" viewBox=\"0 0 {width} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        double x = 0;
        foreach (KeyStage stage in ReportTotals.StagesInOrder)
        {
            double share = width * totals.Of(stage) / totals.Keys;
            if (share > 0)
            {
                html.Add($"<rect class=\"{ClassOf(stage)}\" x=\"{x:0.##}\" y=\"0\" width=\"{share:0.##}\" height=\"10\"><title>{stage}: {totals.Of(stage):N0}</title></rect>");
            }

            x += share;
        }

        html.Add($"</svg>\n<ul class=\"stages\">\n");
        foreach (KeyStage stage in ReportTotals.StagesInOrder)
        {
            html.Add($"<li class=\"{(totals.Of(stage) == 0 ? "none" : "some")}\"><span class=\"dot {ClassOf(stage)}\"></span>{stage} <b id=\"stage-{ClassOf(stage)}\">{totals.Of(stage):N0}</b></li>\n");
        }

        html.Add($"</ul>\n");
    }

    public static string ClassOf(KeyStage stage) => stage switch
    {
        KeyStage.Undelivered => "undelivered",
        KeyStage.Stale => "stale",
        KeyStage.Superseded => "superseded",
        KeyStage.Retired => "retired",
        KeyStage.Quarantined => "quarantined",
        KeyStage.Exempt => "exempt",
        _ => "current",
    };
}
