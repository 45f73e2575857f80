using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Services.Json;

namespace KeyRotation.Sandbox.Services.Parameters;

/// <summary>The operations on the tags of parameters.</summary>
internal sealed class ParameterTags
{
    private readonly SandboxAccount account;

    public ParameterTags(SandboxAccount account) => this.account = account;

    public IEnumerable<JsonOperation> Operations() =>
    [
        new("AddTagsToResource", Resource, Add) { Changes = true },
        new("RemoveTagsFromResource", Resource, Remove) { Changes = true },
        new("ListTagsForResource", Resource, List),
    ];

    private string Resource(JsonContext context) => account.ArnOf(context, context.Members.RequiredText("ResourceId"));

    private JsonObject Add(JsonContext context)
    {
        var tags = context.Members.Tags() ?? throw AwsErrors.MustBeSet("tags");
        return InTags(context, held =>
        {
            ResourceTags.Set(held, tags, ParameterErrors.Validation, ParameterErrors.TooManyTags);
            return new JsonObject();
        });
    }

    private JsonObject Remove(JsonContext context)
    {
        var keys = context.Members.Texts("TagKeys") ?? throw AwsErrors.MustBeSet("tagKeys");
        return InTags(context, held =>
        {
            _ = keys.Count(held.Remove);
            return new JsonObject();
        });
    }

    private JsonObject List(JsonContext context) => InTags(context, held => new JsonObject { ["TagList"] = JsonContext.Tags(held) });

    private JsonObject InTags(JsonContext context, Func<SortedDictionary<string, string>, JsonObject> body)
    {
        if (context.Members.RequiredText("ResourceType") != "Parameter")
        {
            throw ParameterErrors.InvalidResourceType();
        }

        return account.InParameters(context.Region, store =>
            body(store.Find(context.Members.RequiredText("ResourceId"))?.Tags ?? throw ParameterErrors.InvalidResourceId()));
    }
}
