using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery.Maps;

namespace KeyRotation.Commands.Delivery;

/// <summary>Reads where the keys of each user go, from the parameters of a cmdlet: before anything is asked or done.</summary>
internal sealed class DestinationMapReader
{
    private static readonly string[] MapKeys = ["Places", "Rules"];
    private static readonly string[] RuleKeys = ["UserName", "Path", "Tag", "To"];

    private readonly PSCmdlet cmdlet;
    private readonly DestinationTable tables;

    public DestinationMapReader(PSCmdlet cmdlet)
    {
        this.cmdlet = cmdlet;
        tables = new DestinationTable(cmdlet);
    }

    /// <param name="given">The destinations of users that no rule is for; null for none.</param>
    /// <param name="map">The path of a file, or a hashtable; null for none.</param>
    /// <param name="byTag">Whether tags of users count.</param>
    public PlaceMap<GivenDestination> Read(object[]? given, object? map, bool byTag)
    {
        List<GivenDestination>? others = given?.Select(GivenDestination.Of).ToList();
        Func<Destination, GivenDestination>? ofTag = byTag ? GivenDestination.Of : null;
        if (map is null)
        {
            return new PlaceMap<GivenDestination>([]) { Others = others ?? (byTag ? null : []), OfTag = ofTag };
        }

        object source = map is PSObject wrapped ? wrapped.BaseObject : map;
        try
        {
            IDictionary table = source as IDictionary ?? DataFile.Read(cmdlet, LanguagePrimitives.ConvertTo<string>(source));
            RequireKnown(table, MapKeys, "The map");
            Dictionary<string, IReadOnlyList<GivenDestination>> named = NamedPlaces(table["Places"]);
            List<PlaceRule<GivenDestination>> rules = Items(table["Rules"]).Select((rule, index) => Rule(rule, $"Rule {index + 1}", named)).ToList();
            return rules.Count + named.Count > 0
                ? new PlaceMap<GivenDestination>(rules) { Named = named, Others = others, OfTag = ofTag }
                : throw new FormatException("It has no rule and no place. Write it as in @{ Rules = @(@{ UserName = 'svc-billing'; To = 'SecretsManager:billing/aws' }) }.");
        }
        catch (Exception problem) when (IsUnusable(problem))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.DestinationMapInvalid(source is IDictionary ? null : source.ToString(), problem));
            throw;
        }
    }

    private Dictionary<string, IReadOnlyList<GivenDestination>> NamedPlaces(object? places)
    {
        var named = new Dictionary<string, IReadOnlyList<GivenDestination>>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry place in Table(places ?? new Hashtable(), "Places"))
        {
            string name = place.Key.ToString()!;
            if (name.Any(character => char.IsWhiteSpace(character) || character == ':') || Destination.Kinds.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new FormatException($"'{name}' cannot be the name of a place: it has a space or a colon, or is a kind of destination.");
            }

            named.Add(name, Items(place.Value).SelectMany(item => PlacesOf(item, $"Place '{name}'", named: null)).ToList());
        }

        return named;
    }

    private PlaceRule<GivenDestination> Rule(object rule, string where, Dictionary<string, IReadOnlyList<GivenDestination>> named)
    {
        IDictionary table = Table(rule, where);
        RequireKnown(table, RuleKeys, where);
        if (!table.Contains("To"))
        {
            throw new FormatException($"{where} does not say where keys go: To is missing. Write To = 'SecretsManager:name', or To = @() for users who are left out.");
        }

        return new PlaceRule<GivenDestination>(Items(table["To"]).SelectMany(item => PlacesOf(item, where, named)).ToList())
        {
            UserName = Matcher(table["UserName"], where),
            Path = Matcher(table["Path"], where),
            Tags = Tags(table["Tag"], where),
        };
    }

    private IReadOnlyList<GivenDestination> PlacesOf(object item, string where, Dictionary<string, IReadOnlyList<GivenDestination>>? named)
    {
        if (item is string name && named?.TryGetValue(name, out IReadOnlyList<GivenDestination>? places) == true)
        {
            return places;
        }

        try
        {
            return [item is IDictionary table ? tables.Read(table) : GivenDestination.Of(item)];
        }
        catch (Exception problem) when (IsUnusable(problem))
        {
            throw new FormatException($"{where}: {problem.Message}{(named is { Count: > 0 } ? $" The names of the map are {string.Join(", ", named.Keys)}." : string.Empty)}", problem);
        }
    }

    /// <summary>Names are compared as PowerShell compares them: without case, with wildcards. Several are alternatives.</summary>
    private static Func<string, bool>? Matcher(object? given, string where)
    {
        if (given is null)
        {
            return null;
        }

        List<WildcardPattern> patterns = Items(given)
            .Select(item => item is string { Length: > 0 } text ? WildcardPattern.Get(text, WildcardOptions.IgnoreCase) : throw new FormatException($"{where} has an empty condition, or one that is not a text."))
            .ToList();
        try
        {
            patterns.ForEach(pattern => pattern.IsMatch(string.Empty));
        }
        catch (WildcardPatternException problem)
        {
            throw new FormatException($"{where}: {problem.Message}", problem);
        }

        return patterns.Count > 0 ? value => patterns.Exists(pattern => pattern.IsMatch(value)) : throw new FormatException($"{where} has an empty condition, or one that is not a text.");
    }

    private static Dictionary<string, Func<string, bool>> Tags(object? given, string where)
    {
        var tags = new Dictionary<string, Func<string, bool>>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry tag in Table(given ?? new Hashtable(), $"Tag of {where}"))
        {
            tags.Add(tag.Key.ToString()!, Matcher(tag.Value ?? string.Empty, where)!);
        }

        return tags;
    }

    /// <summary>What a map of any content can lead to: a name that is there twice, or a form that has members that forms do not have.</summary>
    private static bool IsUnusable(Exception problem) => problem is FormatException or ArgumentException or PSInvalidCastException;

    private static IDictionary Table(object item, string where) => item as IDictionary
        ?? throw new FormatException($"{where} is not a hashtable, as in @{{ Name = 'value' }}.");

    private static void RequireKnown(IDictionary table, string[] known, string where)
    {
        if (table.Keys.Cast<object>().FirstOrDefault(key => !known.Contains(key.ToString(), StringComparer.OrdinalIgnoreCase)) is object unknown)
        {
            throw new FormatException($"{where} has '{unknown}', which is not known. It may have {string.Join(", ", known)}.");
        }
    }

    private static IEnumerable<object> Items(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => [],
        object[] items => items.Select(item => item is PSObject inner ? inner.BaseObject : item),
        object single => [single],
    };
}
