using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using KeyRotation.Export;
using KeyRotation.Json;

namespace KeyRotation.Plans;

/// <summary>A plan as JSON. The hash is that of the text without the hash: who changes a word changes it.</summary>
internal static class PlanText
{
    private const string Schema = "keyrotation-plan";
    private const int Version = 1;

    public static string Of(RotationPlan plan) => JsonText.Of(Members(plan, plan.Hash), keepNulls: true);

    public static string HashOf(RotationPlan plan)
    {
        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(JsonText.Of(Members(plan, hash: null), keepNulls: false)));
        return "sha256:" + string.Concat(hash.Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    /// <summary>Reads a plan.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hash">The hash that is written in it; null where there is none.</param>
    /// <exception cref="InvalidDataException">It is not a plan.</exception>
    public static RotationPlan Parse(string text, out string? hash)
    {
        JsonItem[] values = new JsonReader(new StringReader(text)).Read().ToArray();
        if (values.Length != 1 || values[0].TextAt("schema") != Schema)
        {
            throw new InvalidDataException("it is not a plan of this module");
        }

        JsonItem plan = values[0];
        if (plan.TextAt("schemaVersion") != Version.ToString(CultureInfo.InvariantCulture))
        {
            throw new InvalidDataException($"its version is {plan.TextAt("schemaVersion")}, and this module reads version {Version}");
        }

        hash = plan.TextAt("hash");
        return new RotationPlan
        {
            CreatedAt = Time(plan, "createdAt"),
            ValidUntil = Time(plan, "validUntil"),
            Conditions = new PlanConditions(
                Number(plan, "conditions", "days"),
                TimeSpan.TryParse(plan.TextAt("conditions", "unusedFor"), CultureInfo.InvariantCulture, out TimeSpan unusedFor) ? unusedFor : throw Missing("unusedFor"),
                Number(plan, "conditions", "quarantineDays"),
                NumberOrNone(plan, "conditions", "unusedForDays")),
            Steps = (plan["steps"] ?? throw Missing("steps")).Items.Select(Step).ToList(),
        };
    }

    private static JsonObject Members(RotationPlan plan, string? hash) => new()
    {
        { "schema", Schema },
        { "schemaVersion", Version },
        { "createdAt", plan.CreatedAt },
        { "validUntil", plan.ValidUntil },
        {
            "conditions", new JsonObject
            {
                { "days", plan.Conditions.Days },
                { "unusedFor", plan.Conditions.UnusedFor.ToString("c", CultureInfo.InvariantCulture) },
                { "quarantineDays", plan.Conditions.QuarantineDays },
                { "unusedForDays", plan.Conditions.UnusedForDays },
            }
        },
        { "steps", plan.Steps.Select(Step) },
        { "hash", hash },
    };

    private static JsonObject Step(PlanStep step) => new()
    {
        { "accountId", step.AccountId },
        { "userName", step.UserName },
        { "accessKeyId", step.AccessKeyId },
        { "step", step.Step },
        { "text", step.Text },
        { "destinations", step.Destinations },
        { "seenAt", step.SeenAt },
    };

    private static PlanStep Step(JsonItem step) => new(Text(step, "accountId"), Text(step, "userName"), Text(step, "accessKeyId"), Text(step, "step"), Text(step, "text"))
    {
        Destinations = (step["destinations"] ?? throw Missing("destinations")).Items.Select(item => item.Text ?? throw Missing("destinations")).ToList(),
        SeenAt = Time(step, "seenAt"),
    };

    private static string Text(JsonItem item, string name) => item.TextAt(name) ?? throw Missing(name);

    private static DateTimeOffset Time(JsonItem item, string name) => item.TimeAt(name) ?? throw Missing(name);

    private static double? NumberOrNone(JsonItem item, params string[] path) => item.TextAt(path) is null ? null : Number(item, path);

    private static double Number(JsonItem item, params string[] path) =>
        double.TryParse(item.TextAt(path), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Missing(path[path.Length - 1]);

    private static InvalidDataException Missing(string name) => new($"'{name}' is missing or not readable");
}
