using System.Collections.Generic;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>The tags of parameters, which are set when one is created.</summary>
internal sealed class ParameterTags
{
    private readonly RegionalStores<ParameterStore> stores;

    public ParameterTags(RegionalStores<ParameterStore> stores) => this.stores = stores;

    public IEnumerable<JsonOperation> Operations() => [new("ListTagsForResource", Resource, List)];

    private string Resource(JsonContext context) => stores.ArnOf(context, context.Members.RequiredText("ResourceId"));

    private JsonObject List(JsonContext context)
    {
        if (context.Members.RequiredText("ResourceType") != "Parameter")
        {
            throw ParameterErrors.InvalidResourceType();
        }

        var tags = stores.In(context.Region, store => store.Find(context.Members.RequiredText("ResourceId"))?.Snapshot().Tags);
        return new() { ["TagList"] = JsonContext.Tags(tags ?? throw ParameterErrors.InvalidResourceId()) };
    }
}
