using System.Collections.Generic;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>The operations that change parameters.</summary>
internal sealed class ParameterChanges
{
    private readonly RegionalStores<ParameterStore> stores;

    public ParameterChanges(RegionalStores<ParameterStore> stores) => this.stores = stores;

    public IEnumerable<JsonOperation> Operations() =>
    [
        new("PutParameter", Resource, Put) { Changes = true, FurtherActions = Tagging },
        new("DeleteParameter", Resource, Delete) { Changes = true },
    ];

    private static string[] Tagging(JsonContext context) => context.Members.Tags() is { Count: > 0 } ? ["AddTagsToResource"] : [];

    private string Resource(JsonContext context) => stores.ArnOf(context, context.Members.Name());

    private JsonObject Put(JsonContext context)
    {
        var members = context.Members;
        if (members.Text("AllowedPattern") is { Length: > 0 } || members.Text("Policies") is { Length: > 0 })
        {
            throw ParameterErrors.Validation("The sandbox knows neither AllowedPattern nor Policies.");
        }

        if (members.Text("DataType") is not (null or "" or "text"))
        {
            throw ParameterErrors.Validation("The following data type is not supported: " + members.Text("DataType"));
        }

        var asked = new NewParameter(members.Name(), members.RequiredText("Value"), context.Signer.Arn)
        {
            Type = members.Text("Type"),
            KeyId = members.Text("KeyId"),
            Overwrite = members.Flag("Overwrite") == true,
            Description = members.Text("Description", 0, 1024),
            Tier = Tier(members),
            Tags = members.Tags() ?? [],
        };
        var put = stores.In(context.Region, store => store.Put(asked).Snapshot());
        return new() { ["Version"] = put.Version, ["Tier"] = put.Tier };
    }

    private static string? Tier(JsonMembers members) => members.Text("Tier") switch
    {
        null => null,
        "Standard" or "Advanced" or "Intelligent-Tiering" => members.Text("Tier"),
        var other => throw AwsErrors.MustSatisfy("tier", other, "satisfy enum value set: [Advanced, Intelligent-Tiering, Standard]"),
    };

    private JsonObject Delete(JsonContext context) => stores.In(context.Region, store =>
    {
        store.Delete(context.Members.Name());
        return new JsonObject();
    });
}
