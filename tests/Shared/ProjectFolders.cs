using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Tests;

/// <summary>The folders of a project: which of them knows which, read from their source.</summary>
internal sealed class ProjectFolders
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(10);

    private readonly string source;

    /// <param name="project">The name of the project's folder in src.</param>
    public ProjectFolders(string project) => source = Path.Combine(Root(), "src", project);

    /// <summary>The source files of the project.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => FolderOf(file).Split('.')[0] is not ("obj" or "bin"));

    /// <summary>The folders that reach themselves over others, with what each knows.</summary>
    public IEnumerable<string> Circles()
    {
        Dictionary<string, HashSet<string>> known = Known();
        return known.Keys.Where(folder => Reachable(folder, known).Contains(folder)).Select(folder => $"{folder} -> {string.Join(", ", known[folder].Order(StringComparer.Ordinal))}");
    }

    /// <summary>The folder of a file, with dots between its parts; empty for the project's own.</summary>
    public string FolderOf(string file) => Path.GetRelativePath(source, Path.GetDirectoryName(file)!).Replace('\\', '.').Replace('/', '.').TrimStart('.');

    /// <summary>For each folder, the folders whose types its code names.</summary>
    public Dictionary<string, HashSet<string>> Known()
    {
        var code = Files.GroupBy(FolderOf, StringComparer.Ordinal).ToDictionary(files => files.Key, files => string.Join('\n', files.Select(Code)), StringComparer.Ordinal);
        Dictionary<string, string> homes = code
            .SelectMany(folder => Types(folder.Value).Select(type => (Type: type, Folder: folder.Key)))
            .DistinctBy(home => home.Type, StringComparer.Ordinal)
            .ToDictionary(home => home.Type, home => home.Folder, StringComparer.Ordinal);
        return code.ToDictionary(
            folder => folder.Key,
            folder => Words(folder.Value).Where(homes.ContainsKey).Select(word => homes[word]).Where(home => home != folder.Key).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static HashSet<string> Reachable(string folder, Dictionary<string, HashSet<string>> known)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(known[folder]);
        while (open.TryDequeue(out string? next))
        {
            if (reached.Add(next))
            {
                known[next].ToList().ForEach(open.Enqueue);
            }
        }

        return reached;
    }

    /// <summary>A file without its comments and texts.</summary>
    private static string Code(string file) => Regex.Replace(File.ReadAllText(file), "//.*|\"(?:[^\"\\\\\\n]|\\\\.)*\"", string.Empty, RegexOptions.None, MatchTimeout);

    private static IEnumerable<string> Types(string code) => Regex
        .Matches(code, @"^(?:\w+ )+(?:class|record|struct|enum|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchTimeout)
        .Select(match => match.Groups["name"].Value);

    /// <summary>What the code names; not its own texts and numbers, which may be called as a type is.</summary>
    private static HashSet<string> Words(string code)
    {
        HashSet<string> words = Regex.Matches(code, @"\w+", RegexOptions.None, MatchTimeout).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        words.ExceptWith(Regex.Matches(code, @"\b(?:string|bool|int)\?? (?<name>\w+)", RegexOptions.ExplicitCapture, MatchTimeout).Select(match => match.Groups["name"].Value));
        return words;
    }

    private static string Root()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "KeyRotation.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException($"There is no repository above {AppContext.BaseDirectory}.");
        }

        return root;
    }
}
