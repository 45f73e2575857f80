using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Http;

public sealed class HttpTests : IDisposable
{
    private const string Body = "Action=GetCallerIdentity&Version=2011-06-15";
    private const string Clock = "/_sandbox/clock";

    private readonly SandboxServer server = Start.Empty();

    [Fact]
    public async Task One_connection_carries_many_requests_sent_ahead_or_in_pieces()
    {
        using var raw = await RawConnection.OpenAsync(server);
        const string Request = "GET " + Clock + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await raw.SendAsync(Request + Request);
        Assert.Contains("2026-11-20T07", await raw.ReadUntilAsync("}"), StringComparison.Ordinal);
        Assert.Contains("2026-11-20T07", await raw.ReadUntilAsync("}"), StringComparison.Ordinal);
        foreach (var character in Request)
        {
            await raw.SendAsync(character.ToString());
        }

        Assert.Contains("Date: Fri, 20 Nov 2026 07:00:00 GMT\r\n", await raw.ReadUntilAsync("}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Connection: close\r\n")]
    [InlineData("HTTP/1.0", "")]
    public async Task A_client_that_wants_the_connection_closed_gets_that(string version, string header)
    {
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync("GET " + Clock + " " + version + "\r\nHost: localhost\r\n" + header + "\r\n");

        var (text, wasReset) = await raw.ReadToEndAsync();
        Assert.EndsWith("}", text, StringComparison.Ordinal);
        Assert.False(wasReset);
    }

    [Fact]
    public async Task A_chunked_body_is_read_and_its_signature_checked()
    {
        using var raw = await RawConnection.OpenAsync(server);
        var half = Body.Length / 2;
        await raw.SendAsync(SignedHead("Transfer-Encoding: chunked"));
        await raw.SendAsync($"{half:x}\r\n{Body[..half]}\r\n{Body.Length - half:X};name=value\r\n{Body[half..]}\r\n0\r\nTrailer: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await raw.ReadUntilAsync("</GetCallerIdentityResponse>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_waits_for_a_continue_gets_one()
    {
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync(SignedHead("Content-Length: " + Body.Length + "\r\nExpect: 100-continue"));
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await raw.ReadUntilAsync("\r\n\r\n"));
        await raw.SendAsync(Body);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await raw.ReadUntilAsync("</GetCallerIdentityResponse>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.CutBefore)]
    [InlineData(FaultKind.CutAfter)]
    public async Task A_cut_sends_no_byte_and_resets(FaultKind kind)
    {
        server.Faults.Order(new Fault { Kind = kind });
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync(SignedHead("Content-Length: " + Body.Length) + Body);

        Assert.Equal((string.Empty, true), await raw.ReadToEndAsync());
    }

    [Fact]
    public async Task A_cut_in_the_middle_promises_all_and_sends_half()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.CutDuring });
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync(SignedHead("Content-Length: " + Body.Length) + Body);
        var (text, _) = await raw.ReadToEndAsync();
        var parts = text.Split("\r\n\r\n", 2);
        var promised = parts[0].Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))[16..];

        Assert.StartsWith("HTTP/1.1 200 OK", parts[0], StringComparison.Ordinal);
        Assert.Equal(int.Parse(promised, System.Globalization.CultureInfo.InvariantCulture) / 2, parts[1].Length);
        Assert.StartsWith("<GetCallerIdentityResponse", parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_connections_are_served_at_once()
    {
        using var slow = SandboxServer.Start(Start.Options with { Latency = TimeSpan.FromMilliseconds(200) });
        using var admin = new Client(slow);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => admin.IamAsync("ListUsers")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(190), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task After_disposal_nothing_listens_and_open_connections_end()
    {
        var stopped = Start.Empty();
        using var raw = await RawConnection.OpenAsync(stopped);
        await raw.SendAsync("GET " + Clock + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await raw.ReadUntilAsync("}");
        await stopped.DisposeAsync();
        await stopped.DisposeAsync();
        stopped.Dispose();

        Assert.Equal(string.Empty, (await raw.ReadToEndAsync()).Text);
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(stopped));
    }

    [Fact]
    public async Task Only_the_root_path_is_a_service()
    {
        using var raw = await RawConnection.OpenAsync(server);
        await raw.SendAsync("GET /elsewhere HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", await raw.ReadUntilAsync("\r\n"), StringComparison.Ordinal);
    }

    public void Dispose() => server.Dispose();

    private string SignedHead(string more)
    {
        using var admin = new Client(server);
        var headers = admin.Signer("sts").Headers("POST", server.Endpoint.Authority, string.Empty, Body);
        return "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + string.Concat(headers.Select(header => header.Key + ": " + header.Value + "\r\n")) + more + "\r\n\r\n";
    }
}
