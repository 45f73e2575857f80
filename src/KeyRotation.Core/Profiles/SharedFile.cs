using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace KeyRotation.Profiles;

/// <summary>
/// One of the two files that AWS tools share, credentials and config, as the AWS CLI reads it. What is wrong in a section
/// stops only those who need that section.
/// </summary>
public sealed class SharedFile
{
    private const string ProfileWord = "profile";
    private const string DefaultProfile = "default";
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly IReadOnlyList<SharedSection> sections;
    private readonly bool isConfig;

    private SharedFile(SharedFileReader read, bool isConfig)
    {
        sections = read.Sections;
        Problem = read.Problem;
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

    internal static SharedFile NoConfig { get; } = new(new SharedFileReader(string.Empty), isConfig: true);

    internal static SharedFile OfCredentials(string path, byte[] content) => new(Read(path, content), isConfig: false);

    /// <summary>The first thing for which the AWS CLI reads nothing of the file; null where it reads it.</summary>
    internal SharedFileException? Problem { get; }

    /// <summary>The section whose settings Python's reader adds to those of every other one; null where there is none.</summary>
    internal SharedSection? Inherited => sections.FirstOrDefault(section => section.Header == "DEFAULT");

    /// <summary>The sections of all profiles, with their names.</summary>
    internal IEnumerable<(string Name, SharedSection Section)> Profiles => sections.Where(section => NameOf(section) is not null).Select(section => (NameOf(section)!, section));

    private string? NameOf(SharedSection section) =>
        !isConfig || section.Header == DefaultProfile ? section.Header : SectionHeader.NameAfter(ProfileWord, section.Header);

    /// <summary>A pipe has no length, and a device such as /dev/zero no end: what is read has a limit, and not what may be named.</summary>
    private static byte[] BytesOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var content = new MemoryStream();
        byte[] part = new byte[4096];
        int count;
        while ((count = file.Read(part, 0, part.Length)) > 0)
        {
            if (content.Length + count > MostBytes)
            {
                throw new IOException($"'{path}' has more than {MostBytes / (1024 * 1024)} MB, which no file of profiles has.");
            }

            content.Write(part, 0, count);
        }

        return content.ToArray();
    }

    private static SharedFileReader Read(string path)
    {
        try
        {
            return Read(path, File.Exists(path) ? BytesOf(path) : []);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SharedFileReader(path);
        }
    }

    private static SharedFileReader Read(string path, byte[] content)
    {
        var reader = new SharedFileReader(path);
        if (SharedFileEncoding.FindProblem(content, out int line) is string cause)
        {
            reader.GiveUp(line, cause);
        }

        using var text = new StreamReader(new MemoryStream(content));
        reader.Read(text.ReadToEnd());
        return reader;
    }
}
