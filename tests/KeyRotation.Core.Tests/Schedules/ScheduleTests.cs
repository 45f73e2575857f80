using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;
using Microsoft.FSharp.Core;
using Xunit;

namespace KeyRotation.Tests.Schedules;

/// <summary>
/// Made-up accounts and schedules, with people, applications, faults and crashes in them, against the promises of the
/// design. KEYROTATION_SCHEDULES says how many, KEYROTATION_SEED with which; each has the seed after the one before.
/// </summary>
public sealed class ScheduleTests
{
    private const ulong DefaultSeed = 20260302;
    private const int DefaultSchedules = 60;
    private const int AtOnce = 3;
    private const int MostFailures = 5;

    private readonly ITestOutputHelper output;

    public ScheduleTests(ITestOutputHelper output) => this.output = output;

    [Fact]
    public async Task Whatever_happens_the_promises_hold()
    {
        int schedules = int.TryParse(Environment.GetEnvironmentVariable("KEYROTATION_SCHEDULES"), NumberStyles.None, CultureInfo.InvariantCulture, out int many) ? many : DefaultSchedules;
        ulong seed = ulong.TryParse(Environment.GetEnvironmentVariable("KEYROTATION_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong given) ? given : DefaultSeed;
        var tally = new Tally();
        long begun = Stopwatch.GetTimestamp();
        var failures = new ConcurrentQueue<string>();
        int next = -1;

        // Each worker has a thread of its own: FsCheck waits for the schedule that it runs.
        Task Worker() => Task.Factory.StartNew(
            () =>
            {
                for (int number = Interlocked.Increment(ref next); number < schedules && failures.Count < MostFailures; number = Interlocked.Increment(ref next))
                {
                    Check(seed + (ulong)number, tally, failures);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Worker()));
        output.WriteLine($"{schedules} schedules from seed {seed} on in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s: {tally}");
        Assert.True(failures.IsEmpty, string.Join(Environment.NewLine + Environment.NewLine, failures));
    }

    /// <summary>20263529: a pass deleted the key that a rotation had left, and took the list that still showed it for a change by another.</summary>
    [Theory]
    [InlineData(20263529)]
    public void A_schedule_that_broke_a_promise_once_holds(ulong seed)
    {
        var failures = new ConcurrentQueue<string>();
        Check(seed, new Tally(), failures);
        Assert.True(failures.IsEmpty, string.Join(Environment.NewLine, failures));
    }

    private static void Check(ulong seed, Tally tally, ConcurrentQueue<string> failures)
    {
        try
        {
            Prop.ForAll(ScheduleGenerator.Schedules, schedule => ScheduleRun.RunAsync(schedule, tally).GetAwaiter().GetResult())
                .Check(Config.QuickThrowOnFailure.WithMaxTest(1).WithQuietOnSuccess(true).WithReplay(new FSharpOption<Replay>(new Replay(new Rnd(seed), FSharpOption<int>.None))));
        }
        catch (Exception failure)
        {
            failures.Enqueue(
                $"The schedule of seed {seed} breaks a promise. Again: KEYROTATION_SEED={seed} KEYROTATION_SCHEDULES=1 dotnet test tests/KeyRotation.Core.Tests --filter \"FullyQualifiedName~Schedules\""
                + Environment.NewLine + failure.Message);
        }
    }
}
