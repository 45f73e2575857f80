using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.ParameterStore;

/// <summary>What DescribeParameters alone tells of a parameter.</summary>
internal static class ParameterDescription
{
    /// <summary>The KMS key that a parameter is encrypted with; null where the parameter is not listed (yet).</summary>
    public static async Task<string?> KmsKeyAsync(JsonClient client, string name, CancellationToken cancellationToken)
    {
        // A page may be empty and have another behind it.
        string? next = null;
        do
        {
            JsonAnswer page = await client.CallAsync(Request(name, next), cancellationToken).ConfigureAwait(false);
            if (page.Items("Parameters").FirstOrDefault(parameter => parameter.Text("Name") == name) is JsonAnswer found)
            {
                return found.Text("KeyId");
            }

            next = page.Text("NextToken");
        }
        while (next is not null);

        return null;
    }

    private static JsonRequest Request(string name, string? next) => new JsonRequest("DescribeParameters")
        .With("ParameterFilters", new JsonArray(new JsonObject { ["Key"] = "Name", ["Option"] = "Equals", ["Values"] = new JsonArray(name) }))
        .With("NextToken", next);
}
