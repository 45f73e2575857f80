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

    public IReadOnlyList<SharedSection> Sections => sections;

    /// <summary>The first thing for which Python's reader gives up the whole file; null where it reads it.</summary>
    public SharedFileException? Problem { get; private set; }

    public void Read(string text)
    {
        using var lines = new StringReader(text);
        for (int number = 1; lines.ReadLine() is string line; number++)
        {
            Take(line, number);
        }
    }

    /// <summary>Says that Python's reader does not come to the end of the file.</summary>
    /// <param name="line">The line at which it gives up.</param>
    /// <param name="cause">Why, as the end of a sentence.</param>
    public void GiveUp(int line, string cause) => Problem ??= new SharedFileException(path, line, cause);

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
            Continue(section, setting, content, number);
            return;
        }

        indentation = blanks;
        if (SectionHeader.Read(content) is string header)
        {
            Enter(header, SectionHeader.IsReadAlike(content), number);
        }
        else if (section is not null)
        {
            Set(section, content, number);
        }
        else
        {
            GiveUp(number, "stands before the first section");
        }
    }

    private void Enter(string header, bool isReadAlike, int number)
    {
        setting = null;
        if (sections.Find(known => known.Header == header) is SharedSection known)
        {
            // To go on in it keeps what is wrong in it in one place.
            Refuse(known, number, $"begins the section [{header}] a second time");
            section = known;
            return;
        }

        section = new SharedSection(path, header, isReadAlike);
        sections.Add(section);
    }

    private void Set(SharedSection into, string content, int number)
    {
        int separator = content.IndexOfAny(['=', ':']);
        if (separator <= 0)
        {
            setting = null;
            Refuse(into, number, "is neither a section, a setting nor a comment");
            return;
        }

        setting = content.Substring(0, separator).Trim().ToLowerInvariant();
        if (!into.TrySet(setting, content.Substring(separator + 1).Trim(), number, out int first))
        {
            Refuse(into, number, $"sets what line {first} sets already");
        }
    }

    private void Continue(SharedSection into, string name, string content, int number)
    {
        into.Continue(name, content, out bool isNested);
        if (isNested && content.IndexOf('=') < 0)
        {
            Refuse(into, number, "is indented below a setting without a value, and lacks the '=' of a setting");
        }
    }

    private void Refuse(SharedSection inSection, int line, string cause)
    {
        inSection.Refuse(line, cause);
        GiveUp(line, cause);
    }
}
