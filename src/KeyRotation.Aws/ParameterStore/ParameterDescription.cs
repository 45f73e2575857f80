using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.ParameterStore;

/// <summary>What DescribeParameters alone tells of a parameter.</summary>
internal static class ParameterDescription
{
    /// <summary>The KMS key that a parameter is encrypted with; null where the parameter is not listed (yet).</summary>
    public static async Task<string?> KmsKeyAsync(JsonClient client, string name, CancellationToken cancellationToken)
    {
        var walk = new PageWalk(client, "DescribeParameters");

        // A page may be empty and have another behind it.
        string? next = null;
        do
        {
            JsonAnswer page = await client.CallAsync(Request(name, next), cancellationToken).ConfigureAwait(false);
            List<JsonAnswer> items = page.Items("Parameters").ToList();
            if (items.Find(parameter => parameter.Text("Name") == name) is JsonAnswer found)
            {
                return found.Text("KeyId");
            }

            next = page.Text("NextToken");
            walk.Add(items.Count, page.ContentLength, next);
        }
        while (next is not null);

        return null;
    }

    private static JsonRequest Request(string name, string? next) => new JsonRequest("DescribeParameters")
        .With("ParameterFilters", new JsonArray(new JsonObject { ["Key"] = "Name", ["Option"] = "Equals", ["Values"] = new JsonArray(name) }))
        .With("NextToken", next);
}
