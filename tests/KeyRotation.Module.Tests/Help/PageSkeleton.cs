using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using KeyRotation.Help.Pages;

namespace KeyRotation.Module.Tests.Help;

/// <summary>A page with everything that can be told without a person; what a person has to write stands in {{ }}.</summary>
internal static class PageSkeleton
{
    private const int Width = 100;

    public static string Of(CmdletFacts cmdlet, IReadOnlyCollection<string> shared)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {cmdlet.Name}\n\n## SYNOPSIS\n\n{{{{ one sentence }}}}\n\n## SYNTAX\n\n");
        foreach (string set in cmdlet.Sets)
        {
            string heading = set.Length == 0 ? string.Empty : $"### {set}{(set == cmdlet.Sets[0] ? " (Default)" : string.Empty)}\n\n";
            page.Append(CultureInfo.InvariantCulture, $"{heading}```powershell\n{Syntax(cmdlet, set)}\n```\n\n");
        }

        page.Append("## DESCRIPTION\n\n{{ paragraphs }}\n\n## EXAMPLES\n\n");
        for (int number = 1; number <= 3; number++)
        {
            page.Append(CultureInfo.InvariantCulture, $"### Example {number}: {{{{ what it does }}}}\n\n```powershell\n{cmdlet.Name}\n```\n\n{{{{ what happens }}}}\n\n");
        }

        page.Append("## PARAMETERS\n\n");
        foreach (ParameterFacts parameter in cmdlet.Parameters.Where(parameter => !shared.Contains(parameter.Name)).OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"### -{parameter.Name}\n\n{{{{ what it means }}}}\n\n{Table(parameter)}\n");
        }

        if (SharedLine(cmdlet, shared) is string line)
        {
            page.Append(CultureInfo.InvariantCulture, $"### Parameters of several cmdlets\n\n{line}\n\n");
        }

        page.Append("## INPUTS\n\n").Append(Types(cmdlet.Inputs)).Append("## OUTPUTS\n\n").Append(Types(cmdlet.Outputs));
        page.Append("## NOTES\n\n{{ errors, permissions, what else is worth knowing }}\n\n## RELATED LINKS\n\n- [about_KeyRotation](../overview.md)\n");
        return page.ToString();
    }

    public static string Table(ParameterFacts parameter) => "```yaml\n" + string.Join('\n', parameter.Lines()) + "\n```\n";

    public static string Syntax(CmdletFacts cmdlet, string set)
    {
        var lines = new List<string> { cmdlet.Name };
        foreach (string word in cmdlet.InSet(set).Select(Word).Append("[<CommonParameters>]"))
        {
            if (lines[^1].Length + 1 + word.Length > Width)
            {
                lines.Add("   ");
            }

            lines[^1] += " " + word;
        }

        return string.Join('\n', lines);
    }

    /// <summary>The line that leads to the parameters that are described elsewhere; null where there are none.</summary>
    public static string? SharedLine(CmdletFacts cmdlet, IReadOnlyCollection<string> shared) =>
        cmdlet.Names.Where(shared.Contains).Select(name => $"`-{name}`").ToList() is { Count: > 0 } names
            ? string.Join(", ", names) + ": see [Common parameters](common-parameters.md)."
            : null;

    private static string Word(SyntaxParameter parameter)
    {
        string name = parameter.IsPositional ? $"[-{parameter.Name}]" : "-" + parameter.Name;
        string word = parameter.Type is null ? name : $"{name} <{parameter.Type}>";
        return parameter.IsRequired ? word : $"[{word}]";
    }

    private static string Types(IReadOnlyList<string> names) =>
        string.Concat(names.Select(name => $"### {name}\n\n{{{{ what it stands for }}}}\n\n"));
}
