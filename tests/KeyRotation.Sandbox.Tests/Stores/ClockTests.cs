using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Stores;

public sealed class ClockTests
{
    [Fact]
    public async Task The_date_header_and_new_keys_follow_the_moved_clock()
    {
        using var server = Start.Empty();
        using var admin = new Client(server);
        server.Clock.Advance(TimeSpan.FromDays(100));
        var answer = await admin.IamAsync("CreateAccessKey");

        Assert.Equal(Start.Time.AddDays(100), answer.Message.Headers.Date);
        Assert.Equal("2027-02-28T07:00:00Z", answer.Value("CreateDate"));
    }

    [Fact]
    public void A_standing_clock_stands_and_a_running_one_never_goes_back()
    {
        using var standing = Start.Empty();
        using var running = SandboxServer.Start();
        Assert.Equal(Start.Time, standing.Clock.UtcNow);
        Assert.InRange(running.Clock.UtcNow, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));

        var times = Enumerable.Range(0, 10_000).Select(_ => running.Clock.UtcNow).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.True(times[^1] > times[0]);
    }

    [Fact]
    public void The_clock_cannot_be_turned_back_or_out_of_the_calendar()
    {
        using var server = Start.Empty();

        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Advance(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Advance(TimeSpan.FromDays(365 * 7999.0)));
        Assert.Equal(Start.Time, server.Clock.UtcNow);
    }

    [Fact]
    public void Many_threads_move_the_clock_by_the_sum_of_their_steps()
    {
        using var server = Start.Empty();
        Parallel.For(0, 1000, _ => server.Clock.Advance(TimeSpan.FromSeconds(1)));

        Assert.Equal(Start.Time.AddSeconds(1000), server.Clock.UtcNow);
    }

    [Fact]
    public void A_start_time_of_another_zone_means_the_same_moment()
    {
        var time = DateTimeOffset.Parse("2026-11-20T09:00:00+02:00", CultureInfo.InvariantCulture);
        using var server = SandboxServer.Start(Start.Options with { StartTime = time });

        Assert.Equal(Start.Time, server.Clock.UtcNow);
        Assert.Equal(TimeSpan.Zero, server.Clock.UtcNow.Offset);
    }
}
