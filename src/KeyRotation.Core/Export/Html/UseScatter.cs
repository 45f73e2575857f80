using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>
/// For how long each active key has not been used, against its age: dormant keys are at the upper right. Both axes are
/// logarithmic, because a day matters among young keys and a year among old ones.
/// </summary>
internal static class UseScatter
{
    private const double Left = 46;
    private const double Top = 14;
    private const double Width = 544;
    private const double Height = 210;
    private const double Right = Left + Width - 8;
    private const double Base = Top + Height;
    private const int ManyPoints = 400;

    /// <summary>More would lie upon each other, and cost a browser seconds: keys of the same place and stage are one point then.</summary>
    private const int MostPoints = 2000;
    private const double Grid = 4;

    private static readonly (double Days, string Name)[] Ticks =
        [(1, "1 d"), (7, "7 d"), (30, "30 d"), (90, "90 d"), (365, "1 y"), (1095, "3 y"), (3650, "10 y")];

    public static void Write(HtmlWriter html, ReportContent content)
    {
        List<ReportKey> known = content.Keys.Where(key => key.IsActive && key.UnusedDays is not null).ToList();
        int unknown = content.Keys.Count(key => key.IsActive) - known.Count;
        double limit = content.Limit.TotalDays;
        double longest = known.Select(key => Math.Max(key.AgeDays, key.UnusedDays!.Value)).Concat([limit * 4]).Max();
        int dormant = known.Count(key => key.AgeDays >= limit && key.UnusedDays >= limit);
        html.Add($"<figure>\n<figcaption><h2>Use</h2><p><b id=\"total-dormant\">{dormant:N0}</b>{(unknown == 0 ? string.Empty : FormattableString.Invariant($" of {known.Count:N0}"))} dormant: old, and unused for {limit:0.#} days</p></figcaption>\n");
        html.Add($"<svg viewBox=\"0 0 {Left + Width} {Base + 44}\" role=\"img\" aria-label=\"Days without use against age of {HtmlReport.Count(known.Count, "active key")}: {dormant:N0} are older than {limit:0.#} days and unused for as long. The table of keys has the values.\">\n");
        Frame(html, limit, longest);
        double radius = known.Count > ManyPoints ? 2.5 : 4;
        if (known.Count > MostPoints)
        {
            Clusters(html, known, longest, radius);
        }
        else
        {
            known.ForEach(key => Point(html, key, longest, radius));
        }

        html.Add($"</svg>\n<p class=\"legend\"><span class=\"dot current\"></span>used <span class=\"dot hollow\"></span>never used, counted from its creation{(unknown == 0 ? string.Empty : FormattableString.Invariant($" · {HtmlReport.Count(unknown, "key")} whose use is not known: not shown"))}</p>\n</figure>\n");
    }

    private static double Share(double days, double longest) => Math.Log(1 + days) / Math.Log(1 + longest);

    private static double X(double days, double longest) => Left + ((Right - Left) * Share(days, longest));

    private static double Y(double days, double longest) => Base - (Height * Share(days, longest));

    private static void Frame(HtmlWriter html, double limit, double longest)
    {
        double x = X(limit, longest);
        double y = Y(limit, longest);
        html.Add($"<rect class=\"dormant\" x=\"{x:0.#}\" y=\"{Top}\" width=\"{Right - x:0.#}\" height=\"{y - Top:0.#}\"/><text class=\"dormant\" x=\"{x + 8:0.#}\" y=\"{Top + 18}\">dormant</text>\n");
        html.Add($"<path class=\"grid\" d=\"M{Left} {Base}L{Right} {Top}\"/><path class=\"axis\" d=\"M{Left} {Top}V{Base}H{Right}\"/><path class=\"limit\" d=\"M{x:0.#} {Base}V{y:0.#}M{Left} {y:0.#}H{x:0.#}\"/>\n");
        foreach ((double days, string name) in Ticks.Where(tick => tick.Days <= longest && Math.Abs(Share(tick.Days, longest) - Share(limit, longest)) > 0.07))
        {
            Tick(html, days, name, longest, "tick");
        }

        Tick(html, limit, FormattableString.Invariant($"{limit:0.#} d"), longest, "tick limit");
        html.Add($"<text class=\"title\" x=\"{Right}\" y=\"{Base + 38}\">age</text><text class=\"title first\" x=\"{Left + 8}\" y=\"{Top + 6}\">not used for</text>\n");
    }

    private static void Tick(HtmlWriter html, double days, string name, double longest, string kind) =>
        html.Add($"<text class=\"{kind}\" x=\"{X(days, longest):0.#}\" y=\"{Base + 18}\">{name}</text><text class=\"{kind} side\" x=\"{Left - 6}\" y=\"{Y(days, longest) + 4:0.#}\">{name}</text>\n");

    private static void Clusters(HtmlWriter html, IEnumerable<ReportKey> keys, double longest, double radius)
    {
        foreach (var cluster in keys.GroupBy(key => (
            Class: ClassOf(key),
            X: Math.Round(X(key.AgeDays, longest) / Grid) * Grid,
            Y: Math.Round(Y(key.UnusedDays!.Value, longest) / Grid) * Grid)))
        {
            html.Add($"<circle class=\"{cluster.Key.Class}\" cx=\"{cluster.Key.X:0}\" cy=\"{cluster.Key.Y:0}\" r=\"{radius}\"><title>{HtmlReport.Count(cluster.Count(), "key")}, {cluster.First().Stage}</title></circle>\n");
        }
    }

    private static string ClassOf(ReportKey key) => Overview.ClassOf(key.Stage) + (key.LastUsed.Kind == UseKind.NeverUsed ? " hollow" : string.Empty);

    private static void Point(HtmlWriter html, ReportKey key, double longest, double radius)
    {
        string use = Display.LastUsed(key.LastUsed, key.SeenAt);
        html.Add($"<circle class=\"{ClassOf(key)}\" cx=\"{X(key.AgeDays, longest):0.#}\" cy=\"{Y(key.UnusedDays!.Value, longest):0.#}\" r=\"{radius}\"><title>{key.UserName} {key.AccessKeyId}: {Display.Age(key.SeenAt - key.CreateDate)} old, last used {use}, {key.Stage}</title></circle>\n");
    }
}
