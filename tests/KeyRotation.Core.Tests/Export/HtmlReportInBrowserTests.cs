using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using KeyRotation.Export.Content;
using KeyRotation.Export;
using KeyRotation.Tests.Delivery.Files;
using Xunit;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace KeyRotation.Tests.Export;

/// <summary>The page in a real browser, with its security policy in force.</summary>
public sealed class HtmlReportInBrowserTests : IDisposable
{
    private const string Shown = "[...document.querySelectorAll('#key-table tbody tr')].filter(row => getComputedStyle(row).display !== 'none')";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task The_numbers_are_those_of_the_objects_and_the_browser_has_nothing_to_complain_of()
    {
        IReadOnlyList<KeyStatus> keys = Samples.Inventory(700);
        List<ControlResult> controls = Samples.Audit(60).ToList();
        await using Browser browser = await OpenAsync(Samples.Report([.. keys, .. controls]));

        Assert.Equal(keys.Count, await NumberAsync(browser, "total-keys"));
        Assert.Equal(keys.Count(key => key.StatusValue == AccessKeyStatus.Active), await NumberAsync(browser, "total-active"));
        Assert.Equal(keys.Count(key => key.LastUsed.Kind == UseKind.NeverUsed), await NumberAsync(browser, "total-never-used"));
        Assert.Equal(keys.Count(key => key.StageValue == KeyStage.Stale), await NumberAsync(browser, "stage-stale"));
        Assert.Equal(keys.Count(key => key.StatusValue == AccessKeyStatus.Active && key.Age.TotalDays >= 90), await NumberAsync(browser, "total-over"));
        Assert.Equal(controls.Count(result => result.StatusValue == ControlStatus.Fail), await NumberAsync(browser, "total-failed"));
        Assert.Equal(keys.Count, (await browser.EvaluateAsync("document.querySelectorAll('#key-table tbody tr').length")).GetInt32());
        Assert.Equal(keys.Count(key => key.StatusValue == AccessKeyStatus.Active && key.LastUsed.Kind != UseKind.Unknown), (await browser.EvaluateAsync("document.querySelectorAll('circle').length")).GetInt32());
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, request => Assert.StartsWith("file:", request, StringComparison.Ordinal));
        Assert.Single(browser.Requests);
    }

    [Fact]
    public async Task Keys_are_found_and_sorted_and_shown_bit_by_bit()
    {
        IReadOnlyList<KeyStatus> keys = Samples.Inventory(700);
        await using Browser browser = await OpenAsync(Samples.Report(keys));
        Assert.Equal(250, await ShownAsync(browser));

        await browser.EvaluateAsync("document.getElementById('key-more').click()");
        Assert.Equal(500, await ShownAsync(browser));

        await SetAsync(browser, "key-search", "LEDGER  team-");
        int found = keys.Count(key => key.UserName.Contains("ledger", StringComparison.Ordinal) && key.Tags is not null);
        Assert.Equal(found, await ShownAsync(browser));
        Assert.Equal($"{found} of 700 keys", (await browser.EvaluateAsync("document.getElementById('key-count').textContent")).GetString());

        await SetAsync(browser, "key-search", string.Empty);
        await SetAsync(browser, "key-stage", "Superseded");
        Assert.Equal(keys.Count(key => key.StageValue == KeyStage.Superseded), await ShownAsync(browser));

        await browser.EvaluateAsync("document.querySelectorAll('#key-table thead button')[3].click()");
        Assert.Equal("descending", (await browser.EvaluateAsync("document.querySelectorAll('#key-table thead th')[3].ariaSort")).GetString());
        IEnumerable<string> expected = keys.Where(key => key.StageValue == KeyStage.Superseded).OrderBy(key => key.CreateDate).Select(key => key.AccessKeyId!);
        JsonElement ids = await browser.EvaluateAsync(Shown + ".map(row => row.cells[1].textContent)");
        Assert.Equal(expected, ids.EnumerateArray().Select(id => id.GetString()!));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Hostile_values_are_read_and_not_run()
    {
        await using Browser browser = await OpenAsync(Samples.Report(Hostile.Key(), Hostile.Control(), Hostile.Control(ControlStatus.NotApplicable)));

        Assert.Equal(JsonValueKind.Undefined, (await browser.EvaluateAsync("window.taken")).ValueKind);
        Assert.Equal(0, (await browser.EvaluateAsync("document.images.length")).GetInt32());
        Assert.Equal(1, (await browser.EvaluateAsync("document.scripts.length")).GetInt32());
        string text = (await browser.EvaluateAsync("document.body.textContent")).GetString()!;
        Assert.All("user value because remedy reference".Split(' '), place => Assert.Contains(Hostile.Shown(place), text, StringComparison.Ordinal));
        Assert.Empty(browser.Complaints);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(800)]
    [InlineData(1280)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        await using Browser browser = await Browser.StartAsync();
        await browser.SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        await browser.OpenAsync(Put(Samples.Report([.. Samples.Inventory(60), .. Samples.Audit(20), Hostile.Key(), Hostile.Control()])));

        await browser.EvaluateAsync("document.querySelectorAll('details').forEach(item => item.open = true)");

        Assert.Equal(width, (await browser.EvaluateAsync("document.documentElement.scrollWidth")).GetInt32());
    }

    [Fact]
    public async Task Without_the_script_every_key_is_there_and_no_tool_that_does_nothing()
    {
        await using Browser browser = await Browser.StartAsync();
        await browser.SendAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        await browser.OpenAsync(Put(Samples.Report(Samples.Inventory(700))));

        Assert.Equal(700, await ShownAsync(browser));
        Assert.Equal(0, (await browser.EvaluateAsync("[...document.querySelectorAll('button, input, select')].filter(item => item.checkVisibility()).length")).GetInt32());
    }

    [Fact]
    public async Task Print_shows_every_key_and_the_evidence()
    {
        await using Browser browser = await OpenAsync(Samples.Report([.. Samples.Inventory(700), .. Samples.Audit(20)]));
        await browser.SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "print" });

        Assert.Equal(700, await ShownAsync(browser));
        Assert.Equal(0, (await browser.EvaluateAsync("[...document.querySelectorAll('.evidence, pre')].filter(item => item.getBoundingClientRect().height === 0).length")).GetInt32());
        Assert.Equal(0, (await browser.EvaluateAsync("[...document.querySelectorAll('.tools, .more')].filter(item => item.checkVisibility()).length")).GetInt32());
    }

    private static async Task<int> NumberAsync(Browser browser, string id) =>
        int.Parse((await browser.EvaluateAsync($"document.getElementById('{id}').textContent.replace(',', '')")).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<int> ShownAsync(Browser browser) => (await browser.EvaluateAsync(Shown + ".length")).GetInt32();

    private static Task SetAsync(Browser browser, string id, string value) =>
        browser.EvaluateAsync($"(() => {{ const field = document.getElementById('{id}'); field.value = '{value}'; field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input')); }})()");

    private async Task<Browser> OpenAsync(ReportContent content)
    {
        Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(Put(content));
        return browser;
    }

    private string Put(ReportContent content) => directory.Put("report.html", KeyReport.Render(ReportFormat.Html, content));
}
