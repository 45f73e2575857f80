using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace KeyRotation.Sandbox.Json;

/// <summary>
/// A page of a list. Its token is the sort key of the last item on the page before, so that items which come or go in between neither hide
/// others nor show them twice.
/// </summary>
internal sealed class JsonPage
{
    private readonly int most;
    private readonly string? after;

    /// <exception cref="AwsErrorException">ValidationException (MaxResults), or the error for a token that is none.</exception>
    public JsonPage(JsonMembers members, int usual, int most, string tokenError)
        : this(members, members.Number("MaxResults", 1, most) ?? usual, tokenError)
    {
    }

    /// <summary>A page of so many items.</summary>
    public JsonPage(JsonMembers members, int most, string tokenError)
    {
        this.most = most;
        after = members.Text("NextToken") is { Length: > 0 } token ? Read(token, tokenError) : null;
    }

    /// <summary>Adds the list, and the token of the next page if there is one.</summary>
    public void Write<T>(JsonObject answer, string name, IEnumerable<T> sorted, Func<T, string> keyOf, Func<T, JsonNode> node)
    {
        var rest = sorted.Where(item => after is null || string.CompareOrdinal(keyOf(item), after) > 0).Take(most + 1).ToArray();
        var page = rest.Take(most).ToArray();
        answer[name] = JsonContext.Array(page, node);
        if (rest.Length > most)
        {
            answer["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(keyOf(page[^1])));
        }
    }

    private static string Read(string token, string tokenError)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw new AwsErrorException(tokenError, 400, "The specified token is not valid.");
        }
    }
}
