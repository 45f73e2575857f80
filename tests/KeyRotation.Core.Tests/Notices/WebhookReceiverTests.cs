using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Notices.Webhooks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class WebhookReceiverTests : IAsyncDisposable
{
    private const string Secret = "T0SECRET0TEAM/B0SECRET0HOOK/s0secret0token";

    private static readonly Notice Sample = new("red", "webhook", "subject", "text", []);

    private readonly SandboxServer server = SandboxServer.Start(new SandboxOptions { StartTime = TestAccount.Start, ClockRuns = false });

    private SandboxClock Clock => server.Clock;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, null, 1)]
    [InlineData(500, "0", 1)]
    public async Task What_may_pass_is_sent_again_after_the_wait_that_is_asked_for(int status, string? retryAfter, int seconds)
    {
        int answered = 0;
        await using var stub = new StubServer(_ => ++answered == 1 ? new StubAnswer(status, "busy") { RetryAfter = retryAfter } : StubAnswer.Ok("ok"));

        await SendAsync(stub.Endpoint);

        Assert.Equal(2, stub.Requests.Count);
        Assert.Equal(TestAccount.Start.AddSeconds(seconds), Clock.UtcNow);
        Assert.Equal(stub.Requests[0].Body, stub.Requests[1].Body);
        Assert.All(stub.Requests, request => Assert.StartsWith("application/json", request.Headers["Content-Type"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, null, 1, FailureCategory.InvalidOperation)]
    [InlineData(404, null, 1, FailureCategory.ObjectNotFound)]
    [InlineData(302, null, 1, FailureCategory.InvalidOperation)]
    [InlineData(429, "3600", 1, FailureCategory.LimitsExceeded)]
    [InlineData(503, "1", 4, FailureCategory.ConnectionError)]
    public async Task What_does_not_pass_is_given_up_and_no_part_of_the_address_is_said(int status, string? retryAfter, int requests, FailureCategory category)
    {
        await using var stub = new StubServer(request => new StubAnswer(status, $"no_service at {request.Path} of {Secret}") { RetryAfter = retryAfter, Location = "http://127.0.0.1:9/" });

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(stub.Endpoint));

        Assert.Equal((category, requests), (problem.Category, stub.Requests.Count));
        Assert.Contains($"it answered {status}", problem.Message, StringComparison.Ordinal);
        AssertNoSecret(problem.ToString());
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_without_the_address()
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(StubServer.Nobody()));

        Assert.Equal(FailureCategory.ConnectionError, problem.Category);
        AssertNoSecret(problem.ToString());
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_the_next_attempt()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var stub = new StubServer(_ =>
        {
            stopping.Cancel();
            return new StubAnswer(503, string.Empty) { RetryAfter = "30" };
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(stub.Endpoint, stopping.Token));

        Assert.Single(stub.Requests);
    }

    [Theory]
    [InlineData("http://hooks.example.com/" + Secret, "hooks.example.com")]
    [InlineData("ftp://127.0.0.1/" + Secret, "127.0.0.1")]
    [InlineData("https:" + Secret, "not complete")]
    [InlineData(Secret, "not complete")]
    public void Only_https_is_taken_but_on_this_machine(string address, string said)
    {
        KeyRotationException problem = Assert.Throws<KeyRotationException>(() => new WebhookReceiver(new Uri(address, UriKind.RelativeOrAbsolute), WebhookFormat.Slack, TimeProvider.System));

        Assert.Equal("WebhookNotSecure", problem.ErrorId);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        AssertNoSecret(problem.ToString());
    }

    [Fact]
    public void Its_name_is_its_host()
    {
        using var receiver = new WebhookReceiver(new Uri("https://user:" + "pass0word@hooks.slack.com/services/" + Secret + "?sig=" + Secret), WebhookFormat.Slack, TimeProvider.System);

        Assert.Equal("Slack webhook on hooks.slack.com", receiver.Name);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static void AssertNoSecret(string text) => Assert.All(Secret.Split('/').Append("sig=abc"), part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));

    private async Task SendAsync(Uri endpoint, CancellationToken? stop = null)
    {
        using var receiver = new WebhookReceiver(new Uri(endpoint, "/services/" + Secret + "?sig=abcdefgh"), WebhookFormat.Json, new SandboxTime(Clock));
        await receiver.SendAsync(Sample, stop ?? Stop);
    }
}
