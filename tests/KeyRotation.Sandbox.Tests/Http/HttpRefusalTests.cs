using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Http;

public sealed class HttpRefusalTests : IDisposable
{
    private const string Clock = "/_sandbox/clock";

    private readonly SandboxServer server = Start.Empty();

    public static TheoryData<string, int> BadRequests => new()
    {
        { "nonsense\r\n\r\n", 400 },
        { "GET / HTTP/2\r\nHost: localhost\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n", 400 },
        { "GET no-slash HTTP/1.1\r\nHost: localhost\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n", 413 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n", 413 },
        { "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + new string('x', 40_000) + "\r\n\r\n", 431 },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task What_is_not_a_request_is_refused_and_the_server_goes_on(string text, int status)
    {
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync(text);
        var (answer, _) = await raw.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 " + status, answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        await AssertAliveAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("POST / HTT")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")]
    public async Task A_client_that_goes_away_in_the_middle_does_no_harm(string text)
    {
        using (var raw = await RawConnection.OpenAsync(server))
        {
            await raw.SendAsync(text);
        }

        await AssertAliveAsync();
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.0.1")]
    public async Task A_host_that_is_not_this_machine_is_refused(string host)
    {
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync("POST /_sandbox/clock HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nContent-Length: 10\r\n\r\n{\"days\":7}");
        var (answer, _) = await raw.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 421 ", answer, StringComparison.Ordinal);
        Assert.Equal(Start.Time, server.Clock.UtcNow);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1234")]
    [InlineData("iam.localhost:80")]
    [InlineData("[::1]:80")]
    [InlineData("127.0.0.2")]
    public async Task Names_of_this_machine_are_accepted(string host)
    {
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync("GET " + Clock + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await raw.ReadUntilAsync("\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_of_another_origin_is_refused()
    {
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync("POST " + Clock + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
            + "Connection: close\r\nContent-Length: 10\r\n\r\n{\"days\":7}");

        Assert.StartsWith("HTTP/1.1 421 ", (await raw.ReadToEndAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(Start.Time, server.Clock.UtcNow);
    }

    public void Dispose() => server.Dispose();

    private async Task AssertAliveAsync()
    {
        using var admin = new Client(server);
        Assert.Equal(200, (await admin.IamAsync("ListUsers")).Status);
    }
}
