using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Tests;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Rooms;

/// <summary>Which folder of the project knows which.</summary>
public sealed class RoomTests
{
    private static readonly ProjectFolders Folders = new("KeyRotation.Sandbox");

    private const string Root = "";

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(10);

    private static readonly string[] Services = ["Iam", "Sts", "Secrets", "Parameters", "Organizations", "Topics", "Mails", "Trail", "ConfigRules", "Hub"];

    [Fact]
    public void No_two_folders_point_at_each_other() => Assert.Empty(Folders.Circles());

    [Fact]
    public void A_service_knows_no_other_service()
    {
        Dictionary<string, HashSet<string>> known = Folders.Known();

        Assert.Empty(
            from folder in known.Keys.Where(folder => Services.Contains(ServiceOf(folder), StringComparer.Ordinal))
            from other in known[folder].Where(other => Services.Contains(ServiceOf(other), StringComparer.Ordinal) && ServiceOf(other) != ServiceOf(folder))
            select $"{folder} -> {other}");
    }

    [Fact]
    public void What_the_services_share_knows_neither_a_service_nor_the_account()
    {
        Dictionary<string, HashSet<string>> known = Folders.Known();

        // The root puts all together, and the command starts it.
        Assert.Empty(
            from folder in known.Keys.Where(folder => folder is not (Root or "Commands") && !Services.Contains(ServiceOf(folder), StringComparer.Ordinal))
            from other in known[folder].Where(other => other == Root || Services.Contains(ServiceOf(other), StringComparer.Ordinal))
            select $"{folder} -> {other}");
    }

    [Fact]
    public void Every_service_has_a_folder() => Assert.Superset(Services.ToHashSet(StringComparer.Ordinal), Folders.Known().Keys.ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void What_is_public_is_in_the_namespace_of_the_project_and_all_else_in_that_of_its_folder()
    {
        foreach (string file in Folders.Files.Where(file => Path.GetFileName(file) != "Program.cs"))
        {
            string text = File.ReadAllText(file);
            bool isPublic = Regex.IsMatch(text, "^public ", RegexOptions.Multiline, MatchTimeout);
            string folder = Folders.FolderOf(file);
            Assert.Contains($"namespace KeyRotation.Sandbox{(isPublic || folder == Root ? string.Empty : "." + folder)};", text, StringComparison.Ordinal);
        }
    }

    private static string ServiceOf(string folder) => folder.Split('.')[0];
}
