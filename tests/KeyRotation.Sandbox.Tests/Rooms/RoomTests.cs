using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Rooms;

/// <summary>The folders of the project: which of them knows which, read from their source.</summary>
public sealed class RoomTests
{
    private const string Root = "";

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(10);

    private static readonly string[] Services = ["Iam", "Sts", "Secrets", "Parameters", "Organizations"];

    [Fact]
    public void No_two_folders_point_at_each_other()
    {
        Dictionary<string, HashSet<string>> known = Known();

        IEnumerable<string> inCircles = known.Keys.Where(folder => Reachable(folder, known).Contains(folder));

        Assert.Empty(inCircles.Select(folder => $"{folder} -> {string.Join(", ", known[folder].Order(StringComparer.Ordinal))}"));
    }

    [Fact]
    public void A_service_knows_no_other_service()
    {
        Dictionary<string, HashSet<string>> known = Known();

        Assert.Empty(
            from folder in known.Keys.Where(folder => Services.Contains(ServiceOf(folder), StringComparer.Ordinal))
            from other in known[folder].Where(other => Services.Contains(ServiceOf(other), StringComparer.Ordinal) && ServiceOf(other) != ServiceOf(folder))
            select $"{folder} -> {other}");
    }

    [Fact]
    public void What_the_services_share_knows_neither_a_service_nor_the_account()
    {
        Dictionary<string, HashSet<string>> known = Known();

        // The root puts all together, and the command starts it.
        Assert.Empty(
            from folder in known.Keys.Where(folder => folder is not (Root or "Commands") && !Services.Contains(ServiceOf(folder), StringComparer.Ordinal))
            from other in known[folder].Where(other => other == Root || Services.Contains(ServiceOf(other), StringComparer.Ordinal))
            select $"{folder} -> {other}");
    }

    [Fact]
    public void Every_service_has_a_folder() => Assert.Superset(Services.ToHashSet(StringComparer.Ordinal), Known().Keys.ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void What_is_public_is_in_the_namespace_of_the_project_and_all_else_in_that_of_its_folder()
    {
        foreach (string file in Files().Where(file => Path.GetFileName(file) != "Program.cs"))
        {
            string text = File.ReadAllText(file);
            bool isPublic = Regex.IsMatch(text, "^public ", RegexOptions.Multiline, MatchTimeout);
            string folder = FolderOf(file);
            Assert.Contains($"namespace KeyRotation.Sandbox{(isPublic || folder == Root ? string.Empty : "." + folder)};", text, StringComparison.Ordinal);
        }
    }

    private static string ServiceOf(string folder) => folder.Split('.')[0];

    /// <summary>For each folder, the folders whose types its code names.</summary>
    private static Dictionary<string, HashSet<string>> Known()
    {
        var code = Files().GroupBy(FolderOf, StringComparer.Ordinal).ToDictionary(files => files.Key, files => string.Join('\n', files.Select(Code)), StringComparer.Ordinal);
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

    private static HashSet<string> Words(string code) => Regex.Matches(code, @"\w+", RegexOptions.None, MatchTimeout).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    private static string FolderOf(string file) => Path.GetRelativePath(Source(), Path.GetDirectoryName(file)!).Replace('\\', '.').Replace('/', '.').TrimStart('.');

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories)
        .Where(file => FolderOf(file).Split('.')[0] is not ("obj" or "bin"));

    private static string Source()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "KeyRotation.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException($"There is no repository above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(root, "src", "KeyRotation.Sandbox");
    }
}
