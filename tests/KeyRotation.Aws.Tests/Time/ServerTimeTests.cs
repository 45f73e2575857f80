using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Time;

public sealed class ServerTimeTests
{
    private readonly SettableTime local = new();
    private readonly ServerTime time;

    public ServerTimeTests() => time = new ServerTime(local);

    [Fact]
    public void Before_the_first_answer_it_is_the_local_time() => Assert.Equal(local.Now, time.GetUtcNow());

    [Theory]
    [InlineData(-400)]
    [InlineData(-3)]
    [InlineData(0.001)]
    [InlineData(3)]
    [InlineData(400)]
    public void A_local_clock_that_is_wrong_by_days_is_corrected_and_runs_on(double days)
    {
        DateTimeOffset server = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);
        local.Now = server.AddDays(days);
        time.Observe(Header(server));
        Assert.Equal(server, time.GetUtcNow());

        local.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(server.AddMinutes(5), time.GetUtcNow());
    }

    [Fact]
    public void Answers_that_take_up_to_a_second_do_not_move_it_back()
    {
        // The Date header drops fractions, and the answer is under way for some time: two errors, both towards the past.
        TimeSpan wrong = TimeSpan.FromHours(-9);
        DateTimeOffset server = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);
        var random = new Random(4711);
        DateTimeOffset before = DateTimeOffset.MinValue;
        for (int answer = 0; answer < 1000; answer++)
        {
            server += TimeSpan.FromMilliseconds(random.Next(1, 400));
            local.Now = server + wrong;
            time.Observe(Header(server - TimeSpan.FromMilliseconds(random.Next(0, 999))));

            Assert.True(time.GetUtcNow() >= before, $"It went back at answer {answer}.");
            Assert.InRange(time.GetUtcNow(), server.AddSeconds(-2), server.AddSeconds(2));
            before = time.GetUtcNow();
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-7)]
    public void A_jump_of_the_server_is_followed(double days)
    {
        time.Observe(Header(local.Now));
        time.Observe(Header(local.Now.AddDays(days)));

        Assert.Equal(local.Now.AddDays(days), time.GetUtcNow());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-12-24T18:00:00Z")]
    [InlineData("Thu, 24 Dec 2026 25:00:00 GMT")]
    [InlineData("Mon, 24 Dec 2026 18:00:00 GMT")]
    [InlineData("Thu, 24 Dec 2026 18:00:00")]
    [InlineData("Thu, 24 Dec 2026 18:00:00 GMT, Thu, 24 Dec 2026 18:00:00 GMT")]
    [InlineData("do, 24 dez 2026 18:00:00 GMT")]
    public void A_header_that_is_no_date_is_ignored(string? header)
    {
        time.Observe(header);

        Assert.Equal(local.Now, time.GetUtcNow());
    }

    [Fact]
    public void Reading_the_header_does_not_depend_on_the_language_of_the_session()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Another calendar and other names of days and months.
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("th-TH");
            time.Observe("Thu, 24 Dec 2026 18:00:00 GMT");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero), time.GetUtcNow());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    public async Task Answers_and_refusals_tell_the_time(int status)
    {
        StubAnswer answer = status == 200
            ? StubAnswer.Ok("<UntagUserResponse><ResponseMetadata/></UntagUserResponse>")
            : StubAnswer.Error("AccessDenied", status);
        await using var stub = new StubServer(_ => answer with { Date = "Thu, 24 Dec 2026 18:00:00 GMT" });
        using IamClient client = Clients.IamOnce(stub.Endpoint, time);

        await Record.ExceptionAsync(() => client.UntagUserAsync("svc", ["a"], CancellationToken.None));

        Assert.Equal(new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero), time.GetUtcNow());
    }

    [Fact]
    public async Task The_moved_clock_of_a_sandbox_is_followed()
    {
        await using var server = SandboxServer.Start(new SandboxOptions { StartTime = new DateTimeOffset(2027, 2, 1, 12, 0, 0, TimeSpan.Zero), ClockRuns = false });
        using AwsConnection connection = await AwsConnection.OpenAsync(Clients.OptionsOf(server), local, CancellationToken.None);
        Assert.Equal(server.Clock.UtcNow, connection.Account.Time.GetUtcNow());

        server.Clock.Advance(TimeSpan.FromDays(7));
        await connection.Account.Identity.ListUserTagsAsync(SandboxServer.AdministratorName, CancellationToken.None);

        Assert.Equal(server.Clock.UtcNow, connection.Account.Time.GetUtcNow());
    }

    [Fact]
    public void Many_answers_at_once_leave_it_at_the_time_of_the_server()
    {
        DateTimeOffset server = local.Now.AddDays(30);
        IEnumerable<string> headers = Enumerable.Range(0, 2000).Select(_ => Header(server));
        Parallel.ForEach(headers, header => time.Observe(header));

        Assert.Equal(server, time.GetUtcNow());
    }

    [Fact]
    public void Timers_and_stopwatches_are_those_of_the_local_clock()
    {
        var corrected = new ServerTime(TimeProvider.System);
        corrected.Observe("Thu, 24 Dec 2099 18:00:00 GMT");
        long started = TimeProvider.System.GetTimestamp();

        Assert.True(corrected.GetElapsedTime(started) < TimeSpan.FromMinutes(1));
        Assert.Equal(TimeProvider.System.TimestampFrequency, corrected.TimestampFrequency);
        Assert.Equal(TimeProvider.System.LocalTimeZone, corrected.LocalTimeZone);
    }

    /// <summary>What each answer says, in days from the truth; x for an answer without the header.</summary>
    [Theory]
    [InlineData("0 0", 0)]
    [InlineData("x 0 x 0 x", 0)]
    [InlineData("30 0 0", 0)]
    [InlineData("0 30 0", 0)]
    [InlineData("0 0 30", 0)]
    [InlineData("0 0 0 0 0 -30", 0)]
    [InlineData("0 0 0.003", 0.003)]
    [InlineData("0 7 7 7 7", 7)]
    [InlineData("0 0 0 0 0 7 7 7 7", 7)]
    public void Answers_that_agree_are_believed_and_one_outlier_is_not(string answers, double days)
    {
        local.Now = local.Now.AddDays(-100);
        DateTimeOffset truth = local.Now.AddDays(100);
        Observe(answers, truth);

        Assert.Null(time.Doubt);
        Assert.Equal(truth.AddDays(days), time.GetUtcNow(), TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("", "No answer")]
    [InlineData("x", "1 answers had no such header")]
    [InlineData("x x x", "No answer")]
    [InlineData("0", "Only one answer")]
    [InlineData("x 30 x", "Only one answer")]
    [InlineData("0 30", "between 2026-11-20 07:00:00Z and 2026-12-20 07:00:00Z")]
    [InlineData("0 30 60", "last 3 answers")]
    [InlineData("0 0 30 30", "last 4 answers")]
    [InlineData("0 0 0 30 30", "last 5 answers")]
    [InlineData("0 0 0 30 30 30", "last 5 answers")]
    [InlineData("0 0.004", "last 2 answers")]
    public void Answers_that_do_not_agree_are_doubted_with_what_was_seen(string answers, string told)
    {
        Observe(answers, local.Now);

        Assert.Contains(told, time.Doubt, StringComparison.Ordinal);
    }

    [Fact]
    public void In_doubt_the_time_that_was_agreed_on_goes_on()
    {
        DateTimeOffset truth = local.Now.AddDays(100);
        Observe("0 0 30 30", truth);

        Assert.NotNull(time.Doubt);
        Assert.Equal(truth, time.GetUtcNow());
    }

    private void Observe(string answers, DateTimeOffset truth)
    {
        foreach (string answer in answers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            time.Observe(answer == "x" ? null : Header(truth.AddDays(double.Parse(answer, CultureInfo.InvariantCulture))));
        }
    }

    private static string Header(DateTimeOffset time) => time.ToString("r", CultureInfo.InvariantCulture);
}
