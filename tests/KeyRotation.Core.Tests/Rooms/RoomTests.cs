using Xunit;

namespace KeyRotation.Tests.Rooms;

/// <summary>Which folder of the project knows which.</summary>
public sealed class RoomTests
{
    [Fact]
    public void No_two_folders_point_at_each_other() => Assert.Empty(new ProjectFolders("KeyRotation.Core").Circles());
}
