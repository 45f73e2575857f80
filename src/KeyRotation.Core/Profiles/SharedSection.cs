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

    internal SharedSection(string path, string header, bool isReadAlike)
    {
        this.path = path;
        Header = header;
        IsReadAlike = isReadAlike;
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

    /// <summary>Whether all AWS tools take the header for the same name.</summary>
    internal bool IsReadAlike { get; }

    internal bool TrySet(string name, string value, int line, out int firstLine)
    {
        if (lines.TryGetValue(name, out firstLine))
        {
            return false;
        }

        lines[name] = line;
        settings[name] = value;
        return true;
    }

    /// <summary>Adds a line to a value.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="value">The line.</param>
    /// <param name="isNested">Whether the line is a setting of its own, because the one above it has no value in its own line.</param>
    internal void Continue(string name, string value, out bool isNested)
    {
        isNested = settings[name].Length == 0 || settings[name][0] == '\n';
        settings[name] += "\n" + value;
    }

    /// <summary>Only the first thing that is wrong is told, and only to those who need the section.</summary>
    internal void Refuse(int line, string cause) => problem ??= new SharedFileException(path, line, cause);
}
