using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using KeyRotation.Sandbox.Errors;

namespace KeyRotation.Sandbox.Json;

/// <summary>The members of a request in JSON. One that is null is as one that is not there; one that nobody asks for is passed over.</summary>
internal sealed class JsonMembers
{
    private readonly JsonElement root;

    private JsonMembers(JsonElement root) => this.root = root;

    /// <exception cref="AwsErrorException">SerializationException: this is no JSON object.</exception>
    public static JsonMembers Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(document.RootElement.Clone())
                : throw Malformed("The body is not an object.");
        }
        catch (JsonException)
        {
            throw Malformed("The body is not JSON.");
        }
    }

    public string? Text(string name) => Find(name) is { } value ? Text(name, value) : null;

    /// <exception cref="AwsErrorException">ValidationException: it is not there.</exception>
    public string RequiredText(string name) => Text(name) ?? throw AwsErrors.MustBeSet(MemberName(name));

    /// <summary>A text of so many characters; null when it is not there.</summary>
    /// <exception cref="AwsErrorException">ValidationException.</exception>
    public string? Text(string name, int least, int most)
    {
        var text = Text(name);
        if (text is not null)
        {
            MemberRules.Length(MemberName(name), text, least, most);
        }

        return text;
    }

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Malformed(name + " is not a boolean."),
    };

    public long? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : throw Malformed(name + " is not a whole number.");

    /// <summary>A time as a number: seconds of the epoch; null when it is not there.</summary>
    public DateTimeOffset? Time(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var seconds) && seconds is >= 0 and < 253_402_300_800m ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
        : throw Malformed(name + " is not a time.");

    /// <summary>A number in a range; null when it is not there.</summary>
    /// <exception cref="AwsErrorException">ValidationException.</exception>
    public int? Number(string name, int least, int most) => Number(name) is { } number
        ? MemberRules.Number(MemberName(name), number.ToString(CultureInfo.InvariantCulture), least, most)
        : null;

    public IReadOnlyList<string>? Texts(string name) => Items(name)?.Select(item => Text(name, item)).ToArray();

    /// <summary>The members of an object; null when it is not there.</summary>
    public JsonMembers? Structure(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new JsonMembers(value)
        : throw Malformed(name + " is not an object.");

    /// <summary>The members of a list of objects; null when it is not there.</summary>
    public IReadOnlyList<JsonMembers>? Objects(string name) => Items(name)?
        .Select(item => item.ValueKind == JsonValueKind.Object ? new JsonMembers(item) : throw Malformed(name + " holds what is not an object."))
        .ToArray();

    /// <summary>A list of tags; null when it is not there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Tags() => Objects("Tags")?
        .Select(tag => KeyValuePair.Create(tag.RequiredText("Key"), tag.Text("Value") ?? string.Empty))
        .ToArray();

    /// <summary>What the call log shows: lists and objects as they were sent.</summary>
    public IReadOnlyDictionary<string, string> ForLog(IReadOnlyCollection<string> secret)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            shown[member.Name] = secret.Contains(member.Name, StringComparer.OrdinalIgnoreCase) ? "(hidden)" : member.Value.ToString();
        }

        return shown;
    }

    private static AwsErrorException Malformed(string message) => new("SerializationException", 400, message);

    private static string MemberName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Text(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Malformed(name + " is not a string.");

    private JsonElement? Find(string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private IEnumerable<JsonElement>? Items(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
        : throw Malformed(name + " is not a list.");
}
