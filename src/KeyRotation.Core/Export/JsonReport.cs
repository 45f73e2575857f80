using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>Keys and controls for programs. The shape is documented in docs/reports.md; its version changes when a member goes or means something else.</summary>
internal static class JsonReport
{
    private const string Schema = "keyrotation-report";
    private const int Version = 1;

    public static string Of(ReportContent content)
    {
        var totals = new ReportTotals(content);
        IReadOnlyList<AccountTotals> accounts = AccountTotals.Of(content);
        return JsonText.Of(
            new JsonObject
            {
                { "schema", Schema },
                { "schemaVersion", Version },
                { "generator", new JsonObject { { "name", ReportProduct.Name }, { "version", ReportProduct.Version } } },
                { "generatedAt", content.GeneratedAt },
                { "title", content.Title },
                { "limitDays", content.Limit.TotalDays },
                { "totals", Totals(totals) },
                { "accounts", accounts.Select(Account) },
                { "organizationalUnits", AccountTotals.Units(accounts).Select(Unit) },
                { "keys", content.Keys.Select(Key) },
                { "controls", content.Controls.Select(Control) },
            },
            keepNulls: true);
    }

    private static JsonObject Totals(ReportTotals totals) => new()
    {
        { "keys", totals.Keys },
        { "users", totals.Users },
        { "active", totals.Active },
        { "stages", Stages(totals) },
        { "due", totals.Due },
        { "blocked", totals.Blocked },
        { "neverUsed", totals.NeverUsed },
        { "useUnknown", totals.UseUnknown },
        { "usersWithTwoKeys", totals.UsersWithTwoKeys },
        { "alternatives", totals.Alternatives.Count == 0 ? null : Alternatives(totals) },
        { "replaceable", totals.Replaceable },
        { "controls", totals.Controls },
        { "failingControls", totals.FailingControls },
        { "checksPassed", totals.Passed },
        { "checksFailed", totals.Failed },
        { "checksNotApplicable", totals.NotApplicable },
    };

    private static JsonObject Stages(ReportTotals totals)
    {
        var stages = new JsonObject();
        foreach (KeyStage stage in ReportTotals.StagesInOrder)
        {
            stages.Add(Name(stage), totals.Of(stage));
        }

        return stages;
    }

    private static JsonObject Alternatives(ReportTotals totals)
    {
        var counts = new JsonObject();
        foreach (KeyValuePair<string, int> alternative in totals.Alternatives)
        {
            counts.Add(Name(alternative.Key), alternative.Value);
        }

        return counts;
    }

    private static JsonObject Account(AccountTotals account) => Counts(account, new JsonObject { { "accountId", account.AccountId }, { "name", account.Name }, { "organizationalUnit", account.Unit } });

    private static JsonObject Unit(AccountTotals unit) => Counts(unit, new JsonObject { { "organizationalUnit", unit.Unit }, { "accounts", unit.Accounts } });

    private static JsonObject Counts(AccountTotals of, JsonObject members)
    {
        members.Add("users", of.Users);
        members.Add("keys", of.Keys);
        members.Add("active", of.Active);
        members.Add("stale", of.Stale);
        members.Add("neverUsed", of.NeverUsed);
        members.Add("oldestDays", of.OldestDays is double days ? ReportTimes.Days(days) : null);
        members.Add("checksPassed", of.Passed);
        members.Add("checksFailed", of.Failed);
        return members;
    }

    private static JsonObject Key(ReportKey key) => new()
    {
        { "accountId", key.AccountId },
        { "userName", key.UserName },
        { "userArn", key.UserArn },
        { "accessKeyId", key.AccessKeyId },
        { "status", Name(key.Status) },
        { "stage", Name(key.Stage) },
        { "reason", key.Reason },
        { "createDate", key.CreateDate },
        { "ageDays", ReportTimes.Days(key.AgeDays) },
        { "lastUsed", LastUsed(key) },
        { "since", key.Since },
        { "nextStep", key.NextStep },
        { "dueDate", key.DueDate },
        { "isDue", key.IsDue },
        { "blocker", key.Blocker },
        { "replaces", key.Replaces },
        { "replacedBy", key.ReplacedBy },
        { "tags", key.Tags is null ? null : Tags(key.Tags) },
        { "seenAt", key.SeenAt },
        { "reportTime", key.ReportTime },
        { "alternative", key.Alternative is KeyAlternative alternative ? Alternative(alternative) : null },
    };

    private static JsonObject Alternative(KeyAlternative alternative) => new()
    {
        { "kind", Name(alternative.Alternative) },
        { "confidence", Name(alternative.Confidence) },
        { "reason", alternative.Reason },
        { "evidence", alternative.Evidence },
        { "move", alternative.Move },
        { "trustPolicy", alternative.TrustPolicy },
        { "commands", alternative.Commands },
    };

    private static JsonObject LastUsed(ReportKey key) => new()
    {
        { "kind", Name(key.LastUsed.Kind) },
        { "at", key.LastUsed.At },
        { "service", key.LastUsed.Service },
        { "region", key.LastUsed.Region },
        { "reason", key.LastUsed.Reason },
        { "unusedDays", key.UnusedDays is double days ? ReportTimes.Days(days) : null },
    };

    private static JsonObject Tags(IReadOnlyDictionary<string, string> tags)
    {
        var members = new JsonObject();
        foreach (KeyValuePair<string, string> tag in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            members.Add(tag.Key, tag.Value);
        }

        return members;
    }

    private static JsonObject Control(ControlResult result) => new()
    {
        { "id", FindingId.Of(result) },
        { "benchmark", result.Benchmark },
        { "controlId", result.ControlId },
        { "control", Name(result.ControlValue) },
        { "title", result.Title },
        { "status", Name(result.StatusValue) },
        { "severity", Name(result.SeverityValue) },
        { "accountId", result.AccountId },
        { "userName", result.UserName },
        { "resourceArn", result.ResourceArn },
        { "reason", result.Reason },
        { "evidence", result.Evidence.Select(item => new JsonObject { { "name", item.Name }, { "value", item.Value }, { "source", item.Source } }) },
        { "remedy", result.Remedy },
        { "references", result.References },
        { "configVerdict", result.ConfigVerdict },
        { "configDifference", result.ConfigDifference },
        { "checkedAt", result.CheckedAt },
        { "reportTime", result.ReportTime },
        { "reportAgeDays", result.ReportAge is TimeSpan age ? ReportTimes.Days(age.TotalDays) : null },
    };

    /// <summary>Names as JSON writes them: <c>neverUsed</c>.</summary>
    private static string Name<T>(T value)
        where T : struct, Enum => Name(value.ToString());

    private static string Name(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
