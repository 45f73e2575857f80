using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace KeyRotation.Profiles;

/// <summary>
/// One of the two files that AWS tools share, credentials and config, as the AWS CLI reads it. What is wrong in a section
/// stops only those who need that section.
/// </summary>
public sealed class SharedFile
{
    private const string ProfileWord = "profile";
    private const string DefaultProfile = "default";
    private const int MostCharacters = 4 * 1024 * 1024;

    private readonly IReadOnlyList<SharedSection> sections;
    private readonly bool isConfig;

    private SharedFile(IReadOnlyList<SharedSection> sections, bool isConfig)
    {
        this.sections = sections;
        this.isConfig = isConfig;
    }

    /// <summary>Reads a credentials file, whose sections are named as its profiles. One that is not there has none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SharedFile OfCredentials(string path) => new(Read(path), isConfig: false);

    /// <summary>Reads a config file, in which profiles are named <c>[profile name]</c>. One that is not there has none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SharedFile OfConfig(string path) => new(Read(path), isConfig: true);

    /// <summary>The profiles that the file has.</summary>
    public IReadOnlyCollection<string> ProfileNames => sections.Select(NameOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

    /// <summary>A profile's section; null where there is none. Of two spellings of one name, the AWS CLI takes the later.</summary>
    /// <param name="name">The profile.</param>
    public SharedSection? Profile(string name) =>
        sections.LastOrDefault(section => NameOf(section) == name)
        ?? sections.LastOrDefault(section => !isConfig && SectionHeader.NameAfter(ProfileWord, section.Header) == name);

    /// <summary>A section of another kind than a profile, as <c>[sso-session name]</c>; null where there is none.</summary>
    /// <param name="kind">The word before its name.</param>
    /// <param name="name">Its name.</param>
    public SharedSection? Section(string kind, string name) => sections.LastOrDefault(section => SectionHeader.NameAfter(kind, section.Header) == name);

    internal static SharedFile NoConfig { get; } = new([], isConfig: true);

    internal static SharedFile OfCredentials(string path, string text) => new(new SharedFileReader(path).Read(text), isConfig: false);

    /// <summary>The sections of all profiles, with their names.</summary>
    internal IEnumerable<(string Name, SharedSection Section)> Profiles => sections.Where(section => NameOf(section) is not null).Select(section => (NameOf(section)!, section));

    private string? NameOf(SharedSection section) =>
        !isConfig || section.Header == DefaultProfile ? section.Header : SectionHeader.NameAfter(ProfileWord, section.Header);

    /// <summary>A pipe has no length, and a device such as /dev/zero no end: what is read has a limit, and not what may be named.</summary>
    private static string TextOf(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var text = new StringBuilder();
        char[] part = new char[4096];
        int count;
        while ((count = reader.Read(part, 0, part.Length)) > 0)
        {
            if (text.Length + count > MostCharacters)
            {
                throw new IOException($"'{path}' has more than {MostCharacters / (1024 * 1024)} million characters, which no file of profiles has.");
            }

            text.Append(part, 0, count);
        }

        return text.ToString();
    }

    private static IReadOnlyList<SharedSection> Read(string path)
    {
        try
        {
            return File.Exists(path) ? new SharedFileReader(path).Read(TextOf(path)) : [];
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
