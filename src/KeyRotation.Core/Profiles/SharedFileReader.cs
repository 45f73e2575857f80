using System.Collections.Generic;
using System.IO;

namespace KeyRotation.Profiles;

/// <summary>
/// Reads the sections of a shared file by the rules of Python's reader, which the AWS CLI uses: a setting is given with '='
/// or ':', and a line that is indented deeper than the setting above it belongs to that one's value.
/// </summary>
internal sealed class SharedFileReader
{
    private readonly string path;
    private readonly List<SharedSection> sections = [];
    private SharedSection? section;
    private string? setting;
    private int indentation;

    public SharedFileReader(string path) => this.path = path;

    public IReadOnlyList<SharedSection> Read(string text)
    {
        using var lines = new StringReader(text);
        for (int number = 1; lines.ReadLine() is string line; number++)
        {
            Take(line, number);
        }

        return sections;
    }

    private void Take(string line, int number)
    {
        string content = line.Trim();
        if (content.Length == 0 || content[0] is '#' or ';')
        {
            return;
        }

        int blanks = line.Length - line.TrimStart().Length;
        if (section is not null && setting is not null && blanks > indentation)
        {
            section.Continue(setting, content);
            return;
        }

        indentation = blanks;
        if (SectionHeader.Read(content) is string header)
        {
            Enter(header, number);
        }
        else if (section is not null)
        {
            Set(section, content, number);
        }
    }

    private void Enter(string header, int number)
    {
        setting = null;
        if (sections.Find(known => known.Header == header) is SharedSection known)
        {
            // To go on in it keeps what is wrong in it in one place.
            known.Refuse(number, $"begins the section [{header}] a second time");
            section = known;
            return;
        }

        section = new SharedSection(path, header);
        sections.Add(section);
    }

    private void Set(SharedSection into, string content, int number)
    {
        int separator = content.IndexOfAny(['=', ':']);
        if (separator <= 0)
        {
            setting = null;
            into.Refuse(number, "is neither a section, a setting nor a comment");
            return;
        }

        setting = content.Substring(0, separator).Trim().ToLowerInvariant();
        into.Set(setting, content.Substring(separator + 1).Trim(), number);
    }
}
