using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace KeyRotation.Module.Tests.Help;

/// <summary>What the built assembly says of one parameter, as the lines of its table on the page.</summary>
internal sealed class ParameterFacts
{
    private readonly PropertyInfo property;
    private readonly string? documentedDefault;
    private readonly List<Dictionary<string, object?>> uses;

    public ParameterFacts(PropertyInfo property, string? documentedDefault)
    {
        this.property = property;
        this.documentedDefault = documentedDefault;
        uses = FinishedModule.Attributes(property, "ParameterAttribute").Select(FinishedModule.Named).ToList();
    }

    public string Name => property.Name;

    public string TypeFullName => property.PropertyType.FullName!;

    public IReadOnlyList<string> Sets => uses.Select(use => use.GetValueOrDefault("ParameterSetName") as string ?? "__AllParameterSets").ToList();

    public bool IsRequired => uses.TrueForAll(use => use.GetValueOrDefault("Mandatory") is true);

    public bool TakesObjects => uses.Exists(use => use.GetValueOrDefault("ValueFromPipeline") is true);

    public int? Position => uses.Select(use => use.GetValueOrDefault("Position")).OfType<int>().Select(position => (int?)position).FirstOrDefault();

    /// <summary>The type as Get-Command -Syntax shows it; null for a switch.</summary>
    public string? SyntaxType => property.PropertyType.Name switch
    {
        "SwitchParameter" => null,
        "String" => "string",
        "String[]" => "string[]",
        "Int32" => "int",
        "Object" => "Object",
        "Object[]" => "Object[]",
        "TimeSpan" => "timespan",
        "ScriptBlock" => "scriptblock",
        string other => other,
    };

    /// <summary>The lines of the table; what is not mentioned is "no", "none" or "all".</summary>
    public IEnumerable<string> Lines()
    {
        yield return "Type: " + property.PropertyType.Name;
        if (Sets[0] != "__AllParameterSets")
        {
            yield return "Parameter sets: " + string.Join(", ", Sets);
        }

        if (Texts("AliasAttribute").ToList() is { Count: > 0 } aliases)
        {
            yield return "Aliases: " + string.Join(", ", aliases);
        }

        if (AcceptedValues() is string values)
        {
            yield return "Accepted values: " + values;
        }

        yield return $"Required: {IsRequired}";
        yield return "Position: " + (Position?.ToString(CultureInfo.InvariantCulture) ?? "Named");
        yield return "Default value: " + Default();
        string[] ways = [.. Ways("ValueFromPipeline", "ByValue"), .. Ways("ValueFromPipelineByPropertyName", "ByPropertyName")];
        if (ways.Length > 0)
        {
            yield return $"Accept pipeline input: True ({string.Join(", ", ways)})";
        }

        if (FinishedModule.Attributes(property, "SupportsWildcardsAttribute").Any())
        {
            yield return "Accept wildcard characters: True";
        }
    }

    private string Default() => SyntaxType is null ? "False" : IsRequired ? "None" : documentedDefault ?? "None";

    private string? AcceptedValues()
    {
        if (property.PropertyType.IsEnum)
        {
            return string.Join(", ", property.PropertyType.GetEnumNames());
        }

        CustomAttributeData? range = FinishedModule.Attributes(property, "ValidateRangeAttribute").FirstOrDefault();
        return range is not null ? string.Create(CultureInfo.InvariantCulture, $"{range.ConstructorArguments[0].Value} to {range.ConstructorArguments[1].Value}")
            : Texts("ValidateSetAttribute").ToList() is { Count: > 0 } values ? string.Join(", ", values)
            : null;
    }

    private IEnumerable<string> Ways(string name, string word) => uses.Exists(use => use.GetValueOrDefault(name) is true) ? [word] : [];

    private IEnumerable<string> Texts(string attributeName) => FinishedModule.Attributes(property, attributeName)
        .SelectMany(attribute => attribute.ConstructorArguments)
        .SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> list ? list.Select(item => item.Value) : [argument.Value])
        .OfType<string>();
}
