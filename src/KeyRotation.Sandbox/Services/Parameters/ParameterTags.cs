using System.Collections.Generic;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Services.Json;

namespace KeyRotation.Sandbox.Services.Parameters;

/// <summary>The tags of parameters, which are set when one is created.</summary>
internal sealed class ParameterTags
{
    private readonly SandboxAccount account;

    public ParameterTags(SandboxAccount account) => this.account = account;

    public IEnumerable<JsonOperation> Operations() => [new("ListTagsForResource", Resource, List)];

    private string Resource(JsonContext context) => account.ArnOf(context, context.Members.RequiredText("ResourceId"));

    private JsonObject List(JsonContext context)
    {
        if (context.Members.RequiredText("ResourceType") != "Parameter")
        {
            throw ParameterErrors.InvalidResourceType();
        }

        var tags = account.InParameters(context.Region, store => store.Find(context.Members.RequiredText("ResourceId"))?.Snapshot().Tags);
        return new() { ["TagList"] = JsonContext.Tags(tags ?? throw ParameterErrors.InvalidResourceId()) };
    }
}
