using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace KeyRotation.Delivery.Files;

/// <summary>One line of an env file that is neither empty nor a comment.</summary>
internal sealed class EnvironmentLine
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly Regex Assignment = new("""^[ \t]*(?<export>export[ \t]+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)=("(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^"'\s]*))\z""", Options, Limit);
    private static readonly Regex AnyName = new(@"[A-Za-z_][A-Za-z0-9_]*(?=[ \t]*\+?=)", Options, Limit);

    private readonly string text;

    private EnvironmentLine(string text, int start, int number)
    {
        this.text = text;
        Number = number;
        IsOpen = StaysOpen(text);
        if (Assignment.Match(text) is { Success: true } match)
        {
            Name = match.Groups["name"].Value;
            Value = match.Groups["value"].Value;
            IsExported = match.Groups["export"].Success;
            ValueStart = start + match.Groups["value"].Index;
            ValueEnd = ValueStart + Value.Length;
        }
    }

    /// <summary>Its number, from 1 on.</summary>
    public int Number { get; }

    /// <summary>The variable that it sets; null where it does something else.</summary>
    public string? Name { get; }

    /// <summary>The value, without quotes.</summary>
    public string? Value { get; }

    public bool IsExported { get; }

    /// <summary>Where the value is in the whole text.</summary>
    public int ValueStart { get; }

    public int ValueEnd { get; }

    /// <summary>Whether a shell reads on in the next line.</summary>
    public bool IsOpen { get; }

    /// <summary>The lines of a text that are neither empty nor comments.</summary>
    public static IEnumerable<EnvironmentLine> Of(string text)
    {
        int number = 0;
        foreach (TextLine line in TextLine.Of(text))
        {
            number++;
            string content = text.Substring(line.Start, line.End - line.Start);
            string trimmed = content.TrimStart();
            if (trimmed.Length > 0 && trimmed[0] is not ('#' or ';'))
            {
                yield return new EnvironmentLine(content, line.Start, number);
            }
        }
    }

    /// <summary>Whether it sets a variable, in whatever way.</summary>
    public bool Mentions(string name)
    {
        foreach (Match match in AnyName.Matches(text))
        {
            if (match.Value == name)
            {
                return true;
            }
        }

        return false;
    }

    private static bool StaysOpen(string line)
    {
        char quote = '\0';
        for (int index = 0; index < line.Length; index++)
        {
            char character = line[index];
            if (character == '\\' && quote != '\'')
            {
                index++;
                if (index >= line.Length)
                {
                    return true;
                }
            }
            else if (quote == '\0' && character is ('"' or '\''))
            {
                quote = character;
            }
            else if (quote == '\0' && character == '#' && index > 0 && char.IsWhiteSpace(line[index - 1]))
            {
                return false;
            }
            else if (quote != '\0' && character == quote)
            {
                quote = '\0';
            }
        }

        return quote != '\0';
    }
}
