using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>The operations that read parameters.</summary>
internal sealed class ParameterValues
{
    private const string TokenError = "InvalidNextToken";

    private readonly RegionalStores<ParameterStore> stores;

    public ParameterValues(RegionalStores<ParameterStore> stores) => this.stores = stores;

    public IEnumerable<JsonOperation> Operations() =>
    [
        new("GetParameter", Resource, Get),
        new("GetParameters", context => stores.ArnOf(context, Names(context)[0]), GetSeveral),
        new("GetParameterHistory", Resource, GetHistory),
        new("DescribeParameters", context => stores.ArnOf(context, "*").Replace("parameter/", string.Empty, System.StringComparison.Ordinal), Describe),
    ];

    private static bool IsDecrypted(JsonContext context) => context.Members.Flag("WithDecryption") == true;

    private static IReadOnlyList<string> Names(JsonContext context)
    {
        var names = context.Members.Texts("Names") ?? throw AwsErrors.MustBeSet("names");
        var constraint = names.Count < 1 ? "greater than or equal to 1" : names.Count > 10 ? "less than or equal to 10" : null;
        return constraint is null
            ? names
            : throw AwsErrors.MustSatisfy("names", "[" + string.Join(", ", names) + "]", "have length " + constraint);
    }

    private static string Shown(ParameterVersionRecord version, bool isDecrypted) =>
        isDecrypted || version.Ciphertext is null ? version.Value : version.Ciphertext;

    private string Resource(JsonContext context) => stores.ArnOf(context, context.Members.Name());

    private JsonObject Get(JsonContext context) => stores.In(
        context.Region, store => new JsonObject { ["Parameter"] = Parameter(store, context.Members.Name(), IsDecrypted(context)) });

    private JsonObject GetSeveral(JsonContext context) => stores.In(context.Region, store =>
    {
        var found = new JsonArray();
        var invalid = new JsonArray();
        foreach (var name in Names(context).Distinct(System.StringComparer.Ordinal))
        {
            try
            {
                found.Add(Parameter(store, name, IsDecrypted(context)));
            }
            catch (AwsErrorException)
            {
                invalid.Add(name);
            }
        }

        return new JsonObject { ["Parameters"] = found, ["InvalidParameters"] = invalid };
    });

    private static JsonObject Parameter(ParameterStore store, string name, bool isDecrypted)
    {
        var (parameter, version, selector) = store.Select(name);
        var shown = new JsonObject
        {
            ["Name"] = parameter.Name,
            ["Type"] = parameter.Type,
            ["Value"] = Shown(version, isDecrypted),
            ["Version"] = version.Version,
            ["LastModifiedDate"] = JsonContext.Time(version.LastModifiedDate),
            ["ARN"] = parameter.Arn,
            ["DataType"] = "text",
        };
        if (selector is not null)
        {
            shown["Selector"] = selector;
        }

        return shown;
    }

    private JsonObject GetHistory(JsonContext context)
    {
        var page = new JsonPage(context.Members, 50, 50, TokenError);
        return stores.In(context.Region, store =>
        {
            var parameter = store.Existing(context.Members.Name());
            var answer = new JsonObject();
            page.Write(
                answer, "Parameters", parameter.Versions, version => version.Version.ToString("D19", CultureInfo.InvariantCulture),
                version => Version(parameter, version, IsDecrypted(context)));
            return answer;
        });
    }

    private static JsonObject Version(ParameterRecord parameter, ParameterVersionRecord version, bool isDecrypted)
    {
        var shown = Metadata(parameter, version);
        shown["Value"] = Shown(version, isDecrypted);
        shown["Labels"] = new JsonArray();
        return shown;
    }

    private JsonObject Describe(JsonContext context)
    {
        var page = new JsonPage(context.Members, 10, 50, TokenError);
        var filters = (context.Members.Objects("ParameterFilters") ?? []).Select(ParameterFilter.Parse).ToArray();
        return stores.In(context.Region, store =>
        {
            var answer = new JsonObject();
            var matching = store.All.Where(parameter => filters.All(filter => filter(parameter)));
            page.Write(answer, "Parameters", matching, parameter => parameter.Name, parameter =>
            {
                var shown = Metadata(parameter, parameter.Newest);
                shown["ARN"] = parameter.Arn;
                return shown;
            });
            return answer;
        });
    }

    private static JsonObject Metadata(ParameterRecord parameter, ParameterVersionRecord version)
    {
        var shown = new JsonObject
        {
            ["Name"] = parameter.Name,
            ["Type"] = parameter.Type,
            ["Version"] = version.Version,
            ["LastModifiedDate"] = JsonContext.Time(version.LastModifiedDate),
            ["LastModifiedUser"] = version.LastModifiedUser,
            ["Tier"] = version.Tier,
            ["DataType"] = "text",
            ["Policies"] = new JsonArray(),
        };
        if (version.KeyId is not null)
        {
            shown["KeyId"] = version.KeyId;
        }

        if (version.Description is not null)
        {
            shown["Description"] = version.Description;
        }

        return shown;
    }
}
