using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>How old the active keys are. The limit is an edge between bars, so that none of them is on both sides of it.</summary>
internal static class AgeHistogram
{
    private const int BarsPerLimit = 3;
    private const int Limits = 4;
    private const int Bars = BarsPerLimit * Limits;
    private const double Left = 8;
    private const double Top = 40;
    private const double Height = 190;
    private const double BarWidth = 38;
    private const double Gap = 14;
    private const double Width = Left + (Bars * BarWidth) + Gap + BarWidth + Left;
    private const double Base = Top + Height;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        List<ReportKey> active = content.Keys.Where(key => key.IsActive).ToList();
        double limit = content.Limit.TotalDays;
        int[] counts = CountsOf(active, limit);
        int over = counts.Skip(BarsPerLimit).Sum();
        html.Add($"<figure>\n<figcaption><h2>Age</h2><p>{HtmlReport.Count(active.Count, "active key")}, <b id=\"total-over\">{over:N0}</b> at or over the limit of {limit:0.#} days</p></figcaption>\n");
        html.Add($"<svg viewBox=\"0 0 {Width} {Base + 30}\" role=\"img\" aria-label=\"Histogram of the age of active keys: {active.Count - over:N0} are younger than {limit:0.#} days, {over:N0} are not. The table below has the numbers.\">\n");
        int highest = Math.Max(1, counts.Max());
        for (int i = 0; i <= Bars; i++)
        {
            Bar(html, i, counts[i], highest, limit);
        }

        Axis(html, limit);
        html.Add($"</svg>\n");
        Table(html, counts, limit);
        html.Add($"</figure>\n");
    }

    private static int[] CountsOf(List<ReportKey> keys, double limit)
    {
        int[] counts = new int[Bars + 1];
        foreach (ReportKey key in keys)
        {
            counts[(int)Math.Min(Bars, Math.Floor(key.AgeDays * BarsPerLimit / limit))]++;
        }

        return counts;
    }

    private static double LeftOf(int bar) => Left + (bar * BarWidth) + (bar == Bars ? Gap : 0);

    private static void Bar(HtmlWriter html, int bar, int count, int highest, double limit)
    {
        double height = count == 0 ? 0 : Math.Max(2, Height * count / highest);
        html.Add($"<g><title>{RangeOf(bar, limit)}: {HtmlReport.Count(count, "key")}</title><rect class=\"hit\" x=\"{LeftOf(bar)}\" y=\"{Top}\" width=\"{BarWidth}\" height=\"{Height}\"/>");
        if (count > 0)
        {
            html.Add($"<rect class=\"{(bar < BarsPerLimit ? "current" : "stale")}\" x=\"{LeftOf(bar) + 2}\" y=\"{Base - height:0.#}\" width=\"{BarWidth - 4}\" height=\"{height:0.#}\" rx=\"2\"/><text class=\"count\" x=\"{LeftOf(bar) + (BarWidth / 2)}\" y=\"{Base - height - 6:0.#}\">{count:N0}</text>");
        }

        html.Add($"</g>\n");
    }

    private static void Axis(HtmlWriter html, double limit)
    {
        double end = LeftOf(Bars) + BarWidth;
        html.Add($"<path class=\"axis\" d=\"M{Left} {Base}H{LeftOf(Bars - 1) + BarWidth}M{LeftOf(Bars)} {Base}H{end}\"/>\n");
        for (int i = 0; i <= Limits; i++)
        {
            bool isLast = i == Limits;
            double x = isLast ? LeftOf(Bars) + (BarWidth / 2) : LeftOf(i * BarsPerLimit);
            html.Add($"<text class=\"{(i == 0 ? "first" : "tick")}\" x=\"{x}\" y=\"{Base + 20}\">{limit * i:0.#}{(isLast ? "+" : i == 0 ? " days" : string.Empty)}</text>\n");
        }

        double mark = LeftOf(BarsPerLimit);
        html.Add($"<path class=\"limit\" d=\"M{mark} {Top - 34}V{Base}\"/><text class=\"limit\" x=\"{mark + 6}\" y=\"{Top - 23}\">limit</text>\n");
    }

    private static void Table(HtmlWriter html, int[] counts, double limit)
    {
        html.Add($"<details class=\"numbers\"><summary>Numbers</summary>\n<table><thead><tr><th scope=\"col\">Age</th><th scope=\"col\">Keys</th></tr></thead><tbody>\n");
        for (int i = 0; i <= Bars; i++)
        {
            html.Add($"<tr><th scope=\"row\">{RangeOf(i, limit)}</th><td>{counts[i]:N0}</td></tr>\n");
        }

        html.Add($"</tbody></table></details>\n");
    }

    private static string RangeOf(int bar, double limit) => bar == Bars
        ? FormattableString.Invariant($"{limit * Limits:0.#} days and more")
        : FormattableString.Invariant($"{limit * bar / BarsPerLimit:0.#} to {limit * (bar + 1) / BarsPerLimit:0.#} days");
}
