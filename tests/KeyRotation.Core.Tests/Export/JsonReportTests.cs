using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeyRotation.Export.Content;
using KeyRotation.Export;
using Xunit;

namespace KeyRotation.Tests.Export;

public sealed class JsonReportTests
{
    [Fact]
    public void Hostile_values_come_back_as_they_were()
    {
        JsonElement report = Parse(Samples.Report(Hostile.Key(), Hostile.Control()));

        JsonElement key = report.GetProperty("keys")[0];
        Assert.Equal(Whole("user"), key.GetProperty("userName").GetString());
        Assert.Equal(Whole("value"), key.GetProperty("tags").GetProperty(Whole("tag")).GetString());
        Assert.Equal(Whole("service"), key.GetProperty("lastUsed").GetProperty("service").GetString());
        JsonElement control = report.GetProperty("controls")[0];
        Assert.Equal(Whole("evidence"), control.GetProperty("evidence")[0].GetProperty("value").GetString());
        Assert.Equal(Whole("remedy"), control.GetProperty("remedy")[0].GetString());
    }

    [Fact]
    public void The_totals_are_those_of_the_objects()
    {
        IReadOnlyList<KeyStatus> keys = Samples.Inventory(500);
        List<ControlResult> controls = Samples.Audit(80).ToList();

        JsonElement totals = Parse(Samples.Report([.. keys, .. controls])).GetProperty("totals");

        Assert.Equal(500, totals.GetProperty("keys").GetInt32());
        Assert.Equal(keys.Count(key => key.StageValue == KeyStage.Stale), totals.GetProperty("stages").GetProperty("stale").GetInt32());
        Assert.Equal(keys.Count(key => key.StatusValue == AccessKeyStatus.Active), totals.GetProperty("active").GetInt32());
        Assert.Equal(keys.Count(key => key.LastUsed.Kind == UseKind.NeverUsed), totals.GetProperty("neverUsed").GetInt32());
        Assert.Equal(keys.GroupBy(key => (key.AccountId, key.UserName)).Count(user => user.Count() > 1), totals.GetProperty("usersWithTwoKeys").GetInt32());
        Assert.Equal(controls.Count(result => result.StatusValue == ControlStatus.Fail), totals.GetProperty("checksFailed").GetInt32());
        Assert.Equal(controls.Where(result => result.StatusValue == ControlStatus.Fail).Select(result => result.ControlId).Distinct().Count(), totals.GetProperty("failingControls").GetInt32());
    }

    [Fact]
    public void Every_member_is_documented()
    {
        string document = System.IO.File.ReadAllText(System.IO.Path.Combine(Root(), "docs", "reports.md"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        AddNames(Parse(Samples.Report(Samples.Status("svc", 1, KeyStage.Current), Samples.Control("svc", ControlStatus.Fail))), names);
        names.ExceptWith(["undelivered", "stale", "superseded", "retired", "quarantined", "exempt", "current"]);

        Assert.All(names, name => Assert.Matches(new Regex($"`{name}(\\[\\])?`", RegexOptions.None, TimeSpan.FromSeconds(1)), document));
    }

    private static JsonElement Parse(ReportContent content) => JsonDocument.Parse(KeyReport.Render(ReportFormat.Json, content)).RootElement;

    /// <summary>Half a surrogate pair is a mark by then.</summary>
    private static string Whole(string place) => string.Concat(Hostile.In(place).EnumerateRunes());

    private static void AddNames(JsonElement element, HashSet<string> names)
    {
        foreach (JsonElement item in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToArray() : [])
        {
            AddNames(item, names);
        }

        foreach (JsonProperty member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().ToArray() : [])
        {
            names.Add(member.Name);
            AddNames(member.Value, names);
        }
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(System.IO.Path.Combine(folder, "KeyRotation.sln")))
        {
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests.");
        }

        return folder;
    }
}
