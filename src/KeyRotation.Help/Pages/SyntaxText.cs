using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Help.Pages;

/// <summary>Reads a line of syntax: <c>[-Name &lt;type&gt;]</c>, <c>[[-Name] &lt;type&gt;]</c>, <c>-Name &lt;type&gt;</c>, <c>[-Name] &lt;type&gt;</c>, <c>[-Name]</c>.</summary>
internal static partial class SyntaxText
{
    private const string CommonParameters = "[<CommonParameters>]";

    /// <exception cref="FormatException">It is not of this form.</exception>
    public static IReadOnlyList<SyntaxParameter> Parameters(string cmdlet, string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (!line.StartsWith(cmdlet + " ", StringComparison.Ordinal) || !line.EndsWith(CommonParameters, StringComparison.Ordinal))
        {
            throw new FormatException($"The syntax begins with {cmdlet} and ends with {CommonParameters}.");
        }

        string parameters = line[cmdlet.Length..^CommonParameters.Length].Trim();
        string rest = Parameter().Replace(parameters, string.Empty).Trim();
        return rest.Length == 0
            ? Parameter().Matches(parameters).Select(Of).ToList()
            : throw new FormatException($"'{rest}' is no parameter. There are {{-Name <type>}}, {{[-Name <type>]}}, {{[-Name]}}, {{[[-Name] <type>]}} and {{[-Name] <type>}}.");
    }

    private static SyntaxParameter Of(Match match)
    {
        string type = match.Groups["type"].Value;
        bool isPositional = match.Groups["position"].Success;
        bool isOptional = match.Groups["optional"].Success;
        return new SyntaxParameter(match.Groups["name"].Value, type.Length == 0 ? null : type, !isOptional, isPositional);
    }

    [GeneratedRegex(
        @"(?<optional>\[)(?<position>\[)-(?<name>\w+)\] <(?<type>[^>]+)>\]|(?<position>\[)-(?<name>\w+)\] <(?<type>[^>]+)>|(?<optional>\[)-(?<name>\w+)( <(?<type>[^>]+)>)?\]|-(?<name>\w+)( <(?<type>[^>]+)>)?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
