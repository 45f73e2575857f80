using System;

namespace KeyRotation.Sandbox.Tests.Support;

/// <summary>Sandboxes as the tests want them: at a time of their own, with a clock that stands still.</summary>
internal static class Start
{
    public static DateTimeOffset Time { get; } = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);

    public static SandboxOptions Options { get; } = new() { StartTime = Time, ClockRuns = false };

    public static SandboxServer Empty() => SandboxServer.Start(Options);

    /// <summary>A user with a key that is old enough to be known.</summary>
    public static SandboxAccessKey UserWithKey(SandboxServer server, string userName)
    {
        server.Account.CreateUser(userName);
        return server.Account.AddAccessKey(userName, server.Clock.UtcNow - TimeSpan.FromDays(1));
    }
}
