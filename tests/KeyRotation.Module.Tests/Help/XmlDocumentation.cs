using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KeyRotation.Module.Tests.Help;

/// <summary>The XML documentation of the cmdlets: it states a parameter's default as "Default: …." where there is one.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, string> summaries;

    public XmlDocumentation(string path) => summaries = XDocument.Load(path).Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => (string)member.Attribute("name")!, member => Line(member.Element("summary")!.Value), StringComparer.Ordinal);

    public string? SummaryOf(PropertyInfo property) => summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public string? DefaultOf(PropertyInfo property)
    {
        Match match = Regex.Match(SummaryOf(property) ?? string.Empty, @"\bDefault: (?<value>.+?)\.($| [A-Z-])", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return match.Success ? match.Groups["value"].Value : null;
    }

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
