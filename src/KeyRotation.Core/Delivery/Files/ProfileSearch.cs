using System;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// Finds a profile in a credentials file as AWS tools do. They differ in corners; where it matters for the profile, the
/// file is ambiguous and refused.
/// </summary>
internal sealed class ProfileSearch
{
    private readonly string text;
    private readonly string name;
    private readonly string where;
    private ProfileSection? found;
    private string? otherSpelling;

    private ProfileSearch(string text, string name, string path)
    {
        this.text = text;
        this.name = name;
        where = Where(name, path);
    }

    /// <summary>A profile's place in words.</summary>
    public static string Where(string name, string path) => $"[{name}] in {path}";

    /// <summary>The profile's section; null when the file does not have it.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The profile.</param>
    /// <param name="path">The file's name for messages.</param>
    public static ProfileSection? Find(string text, string name, string path) => new ProfileSearch(text, name, path).Run();

    private ProfileSection? Run()
    {
        bool inside = false;
        int indentationBefore = int.MaxValue;
        foreach (TextLine line in TextLine.Of(text))
        {
            int indentation = IndentationOf(line);
            if (line.Start + indentation == line.End || text[line.Start + indentation] is '#' or ';')
            {
                continue;
            }

            if (SectionNameOf(line, indentation) is string section)
            {
                RefuseIndented(section, indentation > indentationBefore, inside);
                inside = section == name;
                indentationBefore = int.MaxValue;
                Enter(section, line);
                continue;
            }

            // Deeper than the setting before means below it, and does not count.
            indentationBefore = Math.Min(indentationBefore, indentation);
            if (inside)
            {
                found!.Add(line, indentation);
            }
        }

        return found is null && otherSpelling is not null
            ? throw ProfileSection.Ambiguous(where, $"spells that profile [{otherSpelling}], and only some AWS tools tell the cases apart: give the name as it is in the file")
            : found;
    }

    private void Enter(string section, TextLine line)
    {
        if (section == name)
        {
            found = found is null ? new ProfileSection(text, line, where) : throw found.Ambiguous("has that section twice: leave one");
        }
        else if (string.Equals(section, name, StringComparison.OrdinalIgnoreCase))
        {
            otherSpelling = section;
        }
    }

    /// <summary>Python's reader takes an indented header for the next line of the value above it.</summary>
    private void RefuseIndented(string section, bool deeper, bool inside)
    {
        if (deeper && (inside || section == name))
        {
            throw ProfileSection.Ambiguous(where, $"has the header [{section}] indented below a setting: start that line with the bracket");
        }
    }

    private int IndentationOf(TextLine line)
    {
        int index = line.Start;
        while (index < line.End && char.IsWhiteSpace(text[index]))
        {
            index++;
        }

        return index - line.Start;
    }

    private string? SectionNameOf(TextLine line, int indentation)
    {
        int start = line.Start + indentation + 1;
        int end = text[start - 1] == '[' ? text.IndexOf(']', start, line.End - start) : -1;
        return end < 0 ? null : text.Substring(start, end - start).Trim();
    }
}
