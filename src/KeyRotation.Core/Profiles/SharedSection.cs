using System;
using System.Collections.Generic;

namespace KeyRotation.Profiles;

/// <summary>A section of a shared file.</summary>
public sealed class SharedSection
{
    private readonly string path;
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private SharedFileException? problem;

    internal SharedSection(string path, string header)
    {
        this.path = path;
        Header = header;
    }

    /// <summary>What stands between the brackets.</summary>
    public string Header { get; }

    /// <summary>The section's place in words.</summary>
    public string Where => $"[{Header}] in {path}";

    /// <summary>The settings by their names in lower case: AWS tools do not tell the cases apart. A nested value has one line a setting.</summary>
    /// <exception cref="SharedFileException">AWS tools refuse the section or differ in it.</exception>
    public IReadOnlyDictionary<string, string> Settings => problem is null ? settings : throw problem;

    /// <summary>A setting's value; null where it is not set, or set to nothing.</summary>
    /// <param name="name">The setting's name in lower case.</param>
    /// <exception cref="SharedFileException">AWS tools refuse the section or differ in it.</exception>
    public string? this[string name] => Settings.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>The settings that are indented below another one, as those of a service are.</summary>
    /// <param name="name">The setting above them, in lower case.</param>
    /// <exception cref="SharedFileException">AWS tools refuse the section or differ in it.</exception>
    public IReadOnlyDictionary<string, string> Nested(string name)
    {
        var nested = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in (this[name] ?? string.Empty).Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals > 0)
            {
                nested[line.Substring(0, equals).Trim().ToLowerInvariant()] = line.Substring(equals + 1).Trim();
            }
        }

        return nested;
    }

    internal bool IsReadable => problem is null;

    internal void Set(string name, string value, int line)
    {
        if (lines.TryGetValue(name, out int first))
        {
            Refuse(line, $"sets what line {first} sets already");
            return;
        }

        lines[name] = line;
        settings[name] = value;
    }

    internal void Continue(string name, string value) => settings[name] += "\n" + value;

    /// <summary>Only the first thing that is wrong is told, and only to those who need the section.</summary>
    internal void Refuse(int line, string cause) => problem ??= new SharedFileException(path, line, cause);
}
