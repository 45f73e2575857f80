using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Integrations.GitHub;
using KeyRotation.Integrations.Http;
using KeyRotation.Integrations.Tests.Services;
using Xunit;

namespace KeyRotation.Integrations.Tests.Http;

public sealed class ServiceClientTests : IAsyncLifetime
{
    private const string Token = "ghp_CanaryCanaryCanaryCanaryCanary123456";
    private const string Now = "Sun, 01 Nov 2026 00:00:00 GMT";
    private const long NowInSeconds = 1793491200;

    private readonly EchoServer server = new();
    private readonly HurriedTime time = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(429, "Retry-After", "7", 7)]
    [InlineData(429, "Retry-After", "Sun, 01 Nov 2026 00:00:09 GMT", 9)]
    [InlineData(403, "Retry-After", "5", 5)]
    [InlineData(403, "x-ratelimit-reset", "1793491211", 11)]
    public async Task The_wait_that_the_service_asks_for_is_waited(int status, string header, string value, int seconds)
    {
        server.Faults = (call, _) => call == 0 ? Fault.With(status, "{}", (header, value), ("x-ratelimit-remaining", "0"), ("Date", Now)) : null;
        await SendAsync(HttpMethod.Post);

        Assert.Equal(TimeSpan.FromSeconds(seconds), time.Waits.Single(wait => wait < TimeSpan.FromSeconds(30)));
        Assert.Equal(2, server.Calls.Count);
    }

    [Theory]
    [InlineData(429, "Retry-After", "3600")]
    [InlineData(403, "x-ratelimit-reset", "1793494800")]
    public async Task A_long_wait_is_not_begun_and_the_error_says_until_when(int status, string header, string value)
    {
        server.Faults = (_, _) => Fault.With(status, """{"message":"API rate limit exceeded"}""", (header, value), ("x-ratelimit-remaining", "0"), ("Date", Now));
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(HttpMethod.Get));

        Assert.Contains("2026-11-01T01:00:00Z", problem.Message, StringComparison.Ordinal);
        Assert.Equal(FailureCategory.LimitsExceeded, problem.Category);
        Assert.Single(server.Calls);
        Assert.Equal(1793491200, NowInSeconds);
    }

    [Fact]
    public async Task A_refusal_is_not_taken_for_a_limit()
    {
        server.Faults = (_, _) => Fault.With(403, """{"message":"Resource not accessible by personal access token"}""", ("x-ratelimit-remaining", "4999"), ("x-accepted-github-permissions", "secrets=write"));
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(HttpMethod.Put));

        Assert.Contains("secrets=write", problem.Message, StringComparison.Ordinal);
        Assert.Equal(FailureCategory.PermissionDenied, problem.Category);
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("GET", 4)]
    [InlineData("PUT", 4)]
    [InlineData("PATCH", 4)]
    [InlineData("DELETE", 4)]
    [InlineData("POST", 1)]
    public async Task What_cannot_be_done_twice_is_sent_once_when_its_fate_is_not_known(string method, int attempts)
    {
        foreach (Fault fault in new[] { Fault.With(503, "<html>"), Fault.After, Fault.Half })
        {
            server.Restart();
            server.Faults = (_, _) => fault;
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(new HttpMethod(method)));

            // .NET itself sends a request without a body again where a connection ends before an answer.
            Assert.InRange(server.Count, attempts, method == "GET" ? 4 * attempts : attempts);
            Assert.Equal(FailureCategory.ConnectionError, problem.Category);
        }
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        server.Faults = (_, _) => Fault.With(307, """{"message":"Moved Permanently"}""", ("Location", server.Endpoint + "other"));
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(HttpMethod.Put));

        Assert.Contains("Redirections are not followed", problem.Message, StringComparison.Ordinal);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Another_kind_of_server_is_recognised()
    {
        server.Faults = (_, _) => Fault.With(200, "<html>Sign in</html>");
        Assert.Contains("something other than JSON", (await Assert.ThrowsAsync<DestinationException>(() => SendAsync(HttpMethod.Get))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":[{"c":1,"c":2}]}}""")]
    [InlineData("""{"a":""")]
    public async Task An_answer_that_can_be_read_in_two_ways_or_in_none_is_refused(string body)
    {
        server.Faults = (_, _) => Fault.With(200, body);
        Assert.Contains("something other than JSON", (await Assert.ThrowsAsync<DestinationException>(() => SendAsync(HttpMethod.Get))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_character_set_that_nobody_knows_is_no_failure()
    {
        server.IsOdd = true;
        Assert.Equal("ä", (await SendAsync(HttpMethod.Get)).Text("message"));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_failure_that_names_it()
    {
        var client = new ServiceClient(new GitHubRules("-Token"), StubServer.Nobody(), SecretText.Protect(Token), time);
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => client.SendAsync(Request(HttpMethod.Get), TestContext.Current.CancellationToken));

        Assert.Contains("127.0.0.1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_it_is_not_kept_waiting()
    {
        using var stop = new CancellationTokenSource();
        server.Faults = (_, _) =>
        {
            stop.Cancel();
            return Fault.With(503, "{}");
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().SendAsync(Request(HttpMethod.Get), stop.Token));
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("http://github.example.com")]
    [InlineData("https://user:password@github.example.com")]
    [InlineData("https://github.example.com/?x=1")]
    [InlineData("ftp://github.example.com")]
    public void A_token_is_sent_to_https_alone(string address)
    {
        KeyRotationException failure = Assert.Throws<KeyRotationException>(() => ServiceAddress.Require(new Uri(address), "ApiUri"));
        Assert.Equal("AddressInvalid", failure.ErrorId);
        Assert.DoesNotContain("password@", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ghp_two words")]
    [InlineData("ghp_line\nbreak")]
    [InlineData("")]
    public void What_is_no_token_is_refused_and_not_shown(string token)
    {
        KeyRotationException failure = Assert.Throws<KeyRotationException>(() => ServiceToken.Of(SecretText.Protect(token)));
        Assert.Equal("TokenInvalid", failure.ErrorId);
        Assert.DoesNotContain("ghp_", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_token_the_error_names_the_environment_variables() =>
        Assert.Contains("KEYROTATION_NO_TOKEN or KEYROTATION_NONE", Assert.Throws<KeyRotationException>(() => ServiceToken.Of(null, "KEYROTATION_NO_TOKEN", "KEYROTATION_NONE")).Message, StringComparison.Ordinal);

    private static ServiceRequest Request(HttpMethod method) => new(method, "thing", "Asking for the thing") { Body = method == HttpMethod.Get ? null : new JsonObject { ["a"] = "b" } };

    private ServiceClient Client() => new(new GitHubRules("-Token"), server.Endpoint, SecretText.Protect(Token), time);

    private Task<ServiceAnswer> SendAsync(HttpMethod method) => Client().SendAsync(Request(method), TestContext.Current.CancellationToken);

    private sealed class EchoServer : ServiceServer
    {
        public bool IsOdd { get; set; }

        internal override StubAnswer Act(StubRequest request) => IsOdd ? new StubAnswer(200, """{"message":"ä"}""") { ContentType = "application/json; charset=klingon" } : Json(200, "{}");
    }
}
