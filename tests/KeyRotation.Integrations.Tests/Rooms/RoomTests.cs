using System;
using System.IO;
using KeyRotation.Tests;
using Xunit;

namespace KeyRotation.Integrations.Tests.Rooms;

/// <summary>Which folder of the project knows which.</summary>
public sealed class RoomTests
{
    private static readonly ProjectFolders Folders = new("KeyRotation.Integrations");

    [Fact]
    public void No_two_folders_point_at_each_other() => Assert.Empty(Folders.Circles());

    [Fact]
    public void The_namespace_of_every_file_is_its_folder()
    {
        foreach (string file in Folders.Files)
        {
            string folder = Folders.FolderOf(file);
            Assert.Contains($"namespace KeyRotation.Integrations{(folder.Length == 0 ? string.Empty : "." + folder)};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }
}
