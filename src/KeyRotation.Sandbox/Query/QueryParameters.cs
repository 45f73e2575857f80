using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Query;

/// <summary>The parameters of a call in the query protocol, from the query and the form in the body.</summary>
internal sealed class QueryParameters
{
    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);

    public QueryParameters(HttpRequest request)
    {
        Read(request.Query);
        if (request.Header("content-type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            Read(Encoding.UTF8.GetString(request.Body));
        }
    }

    public string Action => values.GetValueOrDefault("Action") ?? string.Empty;

    public string Version => values.GetValueOrDefault("Version") ?? string.Empty;

    public string? Optional(string name) => values.GetValueOrDefault(name);

    /// <exception cref="AwsErrorException">ValidationError: it is not there.</exception>
    public string Required(string name) => values.GetValueOrDefault(name) ?? throw AwsErrors.MustBeSet(MemberName(name));

    public int? OptionalNumber(string name, int least, int most) =>
        Optional(name) is { } text ? MemberRules.Number(MemberName(name), text, least, most) : null;

    /// <summary>The members of a list of strings.</summary>
    /// <exception cref="AwsErrorException">ValidationError: there is no such list.</exception>
    public IReadOnlyList<string> RequiredList(string name)
    {
        var members = Enumerable.Range(1, int.MaxValue)
            .Select(number => Optional(name + ".member." + number.ToString(CultureInfo.InvariantCulture)))
            .TakeWhile(value => value is not null).Select(value => value!).ToArray();
        return members.Length > 0 || values.ContainsKey(name) ? members : throw AwsErrors.MustBeSet(MemberName(name));
    }

    /// <summary>The members of a list of tags; empty when there is none.</summary>
    /// <exception cref="AwsErrorException">ValidationError: a tag lacks its key or its value.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Tags()
    {
        var tags = new List<KeyValuePair<string, string>>();
        for (var number = 1; ; number++)
        {
            var prefix = "Tags.member." + number.ToString(CultureInfo.InvariantCulture) + ".";
            var key = Optional(prefix + "Key");
            var value = Optional(prefix + "Value");
            if (key is null && value is null)
            {
                return tags;
            }

            var member = "tags." + number.ToString(CultureInfo.InvariantCulture) + ".member.";
            tags.Add(new(key ?? throw AwsErrors.MustBeSet(member + "key"), value ?? throw AwsErrors.MustBeSet(member + "value")));
        }
    }

    /// <summary>What the call log shows.</summary>
    public IReadOnlyDictionary<string, string> ForLog(IReadOnlyCollection<string> secret) => values
        .Where(pair => pair.Key is not ("Action" or "Version"))
        .ToDictionary(pair => pair.Key, pair => secret.Contains(pair.Key, StringComparer.Ordinal) ? "(hidden)" : pair.Value, StringComparer.Ordinal);

    public bool Has(string name) => values.ContainsKey(name) || values.Keys.Any(key => key.StartsWith(name + ".member.", StringComparison.Ordinal));

    private static string MemberName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private void Read(string form)
    {
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            values[Decode(equals < 0 ? pair : pair[..equals])] = equals < 0 ? string.Empty : Decode(pair[(equals + 1)..]);
        }
    }
}
