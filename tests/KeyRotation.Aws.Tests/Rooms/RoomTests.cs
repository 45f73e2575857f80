using System;
using System.Collections.Generic;
using System.IO;
using KeyRotation.Tests;
using Xunit;

namespace KeyRotation.Aws.Tests.Rooms;

/// <summary>Which folder of the project knows which.</summary>
public sealed class RoomTests
{
    private static readonly ProjectFolders Folders = new("KeyRotation.Aws");

    [Fact]
    public void No_two_folders_point_at_each_other() => Assert.Empty(Folders.Circles());

    [Fact]
    public void The_protocols_know_the_neutral_calls_and_not_each_other()
    {
        Dictionary<string, HashSet<string>> known = Folders.Known();

        Assert.Empty(known["Calls"]);
        Assert.Equal(["Calls"], known["Query"]);
        Assert.Equal(["Calls"], known["Json"]);
    }

    [Fact]
    public void The_namespace_of_every_file_is_its_folder()
    {
        foreach (string file in Folders.Files)
        {
            string folder = Folders.FolderOf(file);
            Assert.Contains($"namespace KeyRotation.Aws{(folder.Length == 0 ? string.Empty : "." + folder)};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }
}
