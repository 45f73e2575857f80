using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using KeyRotation.Export;
using KeyRotation.Export.Content;
using KeyRotation.Tests.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Export;

/// <summary>Many accounts in one picture.</summary>
public sealed class AccountSectionTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Accounts_come_worst_first_and_units_are_their_sums()
    {
        List<AccessKey> keys = Samples.Organization(accounts: 12, keysEach: 4).ToList();
        ControlResult failed = Samples.Control("svc-00", ControlStatus.Fail, account: Samples.Member(0).AccountId);

        JsonElement report = Parse(Samples.Report([.. keys, failed, Samples.Member(99)]));

        List<JsonElement> accounts = report.GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(13, accounts.Count);
        Assert.Equal(accounts.Select(account => account.GetProperty("stale").GetInt32()).OrderDescending(), accounts.Select(account => account.GetProperty("stale").GetInt32()));
        JsonElement first = accounts.Single(account => account.GetProperty("name").GetString() == "team-000");
        Assert.Equal(("Workloads/Production", 4, 1, 1), (first.GetProperty("organizationalUnit").GetString(), first.GetProperty("keys").GetInt32(), first.GetProperty("checksFailed").GetInt32(), first.GetProperty("stale").GetInt32()));
        Assert.Equal(0, accounts.Single(account => account.GetProperty("name").GetString() == "team-099").GetProperty("keys").GetInt32());
        List<JsonElement> units = report.GetProperty("organizationalUnits").EnumerateArray().ToList();
        Assert.Equal(2, units.Count);
        Assert.Equal(keys.Count, units.Sum(unit => unit.GetProperty("keys").GetInt32()));
        Assert.Equal(13, units.Sum(unit => unit.GetProperty("accounts").GetInt32()));
    }

    [Fact]
    public void Without_an_organization_accounts_have_ids_and_there_are_no_units()
    {
        JsonElement report = Parse(Samples.Report([.. Samples.Inventory(100)]));

        Assert.All(report.GetProperty("accounts").EnumerateArray(), account => Assert.Equal(JsonValueKind.Null, account.GetProperty("name").ValueKind));
        Assert.Empty(report.GetProperty("organizationalUnits").EnumerateArray());
        Assert.DoesNotContain("Organizational units", KeyReport.Render(ReportFormat.Html, Samples.Report([.. Samples.Inventory(100)])), StringComparison.Ordinal);
    }

    [Fact]
    public void One_account_has_no_section_of_accounts() =>
        Assert.DoesNotContain("id=\"accounts\"", KeyReport.Render(ReportFormat.Html, Samples.Report(Samples.Organization(1, 3))), StringComparison.Ordinal);

    [Fact]
    public async Task A_thousand_accounts_are_found_and_sorted_and_the_page_stays_small()
    {
        string html = KeyReport.Render(ReportFormat.Html, Samples.Report(Samples.Organization(accounts: 1000, keysEach: 20)));
        Assert.True(html.Length < 12_000_000, $"{html.Length} characters");
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(directory.Put("report.html", html));

        Assert.Equal("Workloads/Test", (await browser.EvaluateAsync("document.querySelector('#units .name').firstChild.textContent.split(' · ')[0]")).GetString());
        Assert.Equal(10, (await browser.EvaluateAsync("document.querySelectorAll('#worst li').length")).GetInt32());
        Assert.Equal(25, await ShownAsync(browser, "account"));
        Assert.Equal(250, await ShownAsync(browser, "key"));
        await FindAsync(browser, "account", "team-07");
        Assert.Equal(10, await ShownAsync(browser, "account"));
        await FindAsync(browser, "key", "300000000123 svc-1");
        Assert.Equal(10, await ShownAsync(browser, "key"));
        Assert.True((await browser.EvaluateAsync("document.querySelectorAll('circle').length")).GetInt32() < 4000);
        Assert.Empty(browser.Complaints);
    }

    private static JsonElement Parse(ReportContent content) => JsonDocument.Parse(KeyReport.Render(ReportFormat.Json, content)).RootElement;

    private static async Task<int> ShownAsync(Browser browser, string table) =>
        (await browser.EvaluateAsync($"[...document.querySelectorAll('#{table}-table tbody tr')].filter(row => getComputedStyle(row).display !== 'none').length")).GetInt32();

    private static Task FindAsync(Browser browser, string table, string text) =>
        browser.EvaluateAsync($"(() => {{ const field = document.getElementById('{table}-search'); field.value = '{text}'; field.dispatchEvent(new Event('input')); }})()");
}
