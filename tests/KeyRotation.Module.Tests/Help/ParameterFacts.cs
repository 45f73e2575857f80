using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace KeyRotation.Module.Tests.Help;

/// <summary>What the built assembly says of one parameter, as the lines of its table on the page.</summary>
internal sealed class ParameterFacts
{
    internal const string AllSets = "__AllParameterSets";

    /// <summary>Types whose name in PowerShell is their own in small letters.</summary>
    private static readonly string[] Lowered = ["String", "TimeSpan", "ScriptBlock", "DateTime", "Hashtable", "Double", "Uri", "SecureString", "PSCredential", "PSObject", "Guid", "Regex"];

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

    public IReadOnlyList<string> Sets => uses.Select(SetOf).ToList();

    public bool IsRequired => uses.TrueForAll(IsMandatory);

    public bool TakesObjects => uses.Exists(use => use.GetValueOrDefault("ValueFromPipeline") is true);

    public int? Position => uses.Select(use => use.GetValueOrDefault("Position")).OfType<int>().Select(position => (int?)position).FirstOrDefault();

    /// <summary>The type as Get-Command -Syntax shows it, by PowerShell's own names of types; null for a switch.</summary>
    public string? SyntaxType => TypeName switch
    {
        "SwitchParameter" => null,
        "Int32" => "int",
        "Int32[]" => "int[]",
        "Int64" => "long",
        "Boolean" => "bool",
        "Object" or "Object[]" => TypeName,
        string name when Lowered.Contains(name.Replace("[]", string.Empty, StringComparison.Ordinal), StringComparer.Ordinal) => name.ToLowerInvariant(),
        string name => name,
    };

    /// <summary>Whether it must be given in a set.</summary>
    public bool IsRequiredIn(string set) => uses.Exists(use => IsMandatory(use) && (SetOf(use) == set || SetOf(use) == AllSets));

    /// <summary>The lines of the table; what is not mentioned is "no", "none" or "all".</summary>
    public IEnumerable<string> Lines()
    {
        yield return "Type: " + TypeName;
        if (Sets[0] != AllSets)
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

        yield return "Required: " + (IsRequired || !uses.Exists(IsMandatory) ? $"{IsRequired}" : $"True ({string.Join(", ", uses.Where(IsMandatory).Select(SetOf))})");
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

    private string TypeName => property.PropertyType.Name == "Nullable`1" ? property.PropertyType.GenericTypeArguments[0].Name : property.PropertyType.Name;

    private static bool IsMandatory(Dictionary<string, object?> use) => use.GetValueOrDefault("Mandatory") is true;

    private static string SetOf(Dictionary<string, object?> use) => use.GetValueOrDefault("ParameterSetName") as string ?? AllSets;

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
