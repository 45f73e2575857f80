using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using System.Xml;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Faults;

public sealed class FaultTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public FaultTests()
    {
        admin = new Client(server);
        server.Account.CreateUser("ada");
    }

    private int Keys => server.Account.FindUser("ada")!.Keys.Count;

    [Theory]
    [InlineData(FaultKind.Throttle, 400, "Throttling", 0)]
    [InlineData(FaultKind.ServiceFailure, 500, "ServiceFailure", 0)]
    [InlineData(FaultKind.ErrorAfter, 500, "ServiceFailure", 1)]
    public async Task Errors_in_XML_are_answered_with_or_without_the_work(FaultKind kind, int status, string code, int keys)
    {
        server.Faults.Order(new Fault { Kind = kind });
        var answer = await CreateAsync();

        Assert.Equal((status, code, keys), (answer.Status, answer.Code, Keys));
        Assert.Equal(status == 500 ? "Receiver" : "Sender", answer.Value("Type"));
        Assert.Equal(200, (await CreateAsync()).Status);
    }

    [Fact]
    public async Task Any_error_can_be_ordered()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.Error, ErrorCode = "ConcurrentModification", HttpStatus = 409 });
        var answer = await CreateAsync();

        Assert.Equal((409, "ConcurrentModification", 0), (answer.Status, answer.Code, Keys));
    }

    [Fact]
    public async Task An_unavailable_service_answers_a_page()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.HtmlUnavailable });
        var answer = await CreateAsync();

        Assert.Equal((503, 0), (answer.Status, Keys));
        Assert.Equal("text/html", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<html>", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.CutBefore, 0)]
    [InlineData(FaultKind.CutAfter, 1)]
    [InlineData(FaultKind.CutDuring, 1)]
    public async Task A_cut_connection_leaves_no_answer_and_the_work_done_or_not(FaultKind kind, int keys)
    {
        server.Faults.Order(new Fault { Kind = kind, Operation = "CreateAccessKey" });

        await Assert.ThrowsAnyAsync<HttpRequestException>(CreateAsync);
        Assert.Equal(keys, Keys);
        Assert.Equal(1, server.Calls.Count("CreateAccessKey"));
        Assert.Equal(kind.ToString(), server.Calls.Snapshot()[^1].Outcome);
        Assert.Equal(200, (await CreateAsync()).Status);
    }

    [Fact]
    public async Task A_malformed_answer_arrives_whole_and_cannot_be_parsed()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.MalformedAnswer });
        var answer = await CreateAsync();

        Assert.Equal((200, 1), (answer.Status, Keys));
        Assert.Throws<XmlException>(() => answer.Xml);
    }

    [Fact]
    public async Task A_delay_takes_its_time_and_changes_nothing_else()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromMilliseconds(200) });
        var started = Stopwatch.GetTimestamp();
        var answer = await CreateAsync();

        Assert.Equal(200, answer.Status);
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(190));
        Assert.Equal(Start.Time, server.Clock.UtcNow);
    }

    [Fact]
    public async Task A_fault_hits_its_operation_its_user_and_its_count_only()
    {
        server.Account.CreateUser("ben");
        server.Faults.Order(new Fault { Kind = FaultKind.Throttle, Operation = "ListAccessKeys", UserName = "BEN", After = 2, Times = 2 });

        Assert.Equal(200, (await admin.IamAsync("ListAccessKeys", ("UserName", "ada"))).Status);
        Assert.Equal(200, (await admin.IamAsync("GetUser", ("UserName", "ben"))).Status);
        var statuses = new int[5];
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = (await admin.IamAsync("ListAccessKeys", ("UserName", "ben"))).Status;
        }

        Assert.Equal([200, 200, 400, 400, 200], statuses);
        Assert.Equal(0, server.Faults.Pending);
    }

    [Fact]
    public async Task Orders_are_served_one_after_the_other_and_can_be_taken_back()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.Throttle });
        server.Faults.Order(new Fault { Kind = FaultKind.ServiceFailure });
        server.Faults.Order(new Fault { Kind = FaultKind.Throttle, Times = int.MaxValue });
        Assert.Equal("Throttling", (await CreateAsync()).Code);
        Assert.Equal("ServiceFailure", (await CreateAsync()).Code);
        Assert.Equal("Throttling", (await CreateAsync()).Code);
        Assert.Equal(1, server.Faults.Pending);

        server.Faults.Clear();
        Assert.Equal((0, 200), (server.Faults.Pending, (await CreateAsync()).Status));
    }

    [Fact]
    public async Task Calls_at_once_take_exactly_as_many_faults_as_were_ordered()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.Throttle, Times = 17 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => admin.IamAsync("ListUsers")));

        Assert.Equal(17, answers.Count(answer => answer.Status == 400));
    }

    [Fact]
    public void An_order_that_makes_no_sense_is_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => server.Faults.Order(new Fault { Times = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => server.Faults.Order(new Fault { After = -1 }));
        Assert.ThrowsAny<ArgumentException>(() => server.Faults.Order(new Fault { Kind = FaultKind.Error }));
        Assert.ThrowsAny<ArgumentException>(() => server.Faults.Order(new Fault { Kind = FaultKind.Error, ErrorCode = "X", HttpStatus = 200 }));
        Assert.ThrowsAny<ArgumentException>(() => server.Faults.Order(new Fault { Kind = (FaultKind)99 }));
        Assert.Equal(0, server.Faults.Pending);
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private Task<Answer> CreateAsync() => admin.IamAsync("CreateAccessKey", ("UserName", "ada"));
}
