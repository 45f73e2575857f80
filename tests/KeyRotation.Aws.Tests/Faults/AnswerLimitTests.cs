using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>Answers without end: too long, too slow, too deep. Each ends in an error that names the limit.</summary>
public sealed class AnswerLimitTests
{
    private const string Begin = "<ListUsersResponse><ListUsersResult>";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(50);

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(503)]
    public async Task A_body_without_end_is_given_up_at_the_limit(int status)
    {
        long sent = 0;
        await using var stub = new StubServer(_ => new StubAnswer(status, Begin) { Rest = async (stream, token) => await SendAsync(stream, bytes => sent += bytes, token) });
        using IamClient client = Clients.Iam(stub.Endpoint);

        await AssertLimitAsync("8 MiB", token => client.ListUsersAsync(token));

        Assert.Single(stub.Requests);
        Assert.InRange(sent, 1, 100 << 20);
    }

    [Fact]
    public async Task A_body_that_promises_too_much_is_not_read()
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(Begin) with { Missing = 8 << 20 });
        using IamClient client = Clients.Iam(stub.Endpoint);

        await AssertLimitAsync("8 MiB", token => client.ListUsersAsync(token));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "8 MiB")]
    public async Task The_limit_is_eight_mebibytes_to_the_byte(int more, string? limit)
    {
        const string Frame = "<GetCredentialReportResponse><GetCredentialReportResult><Content>Zg==</Content><GeneratedTime>2026-01-01T00:00:00Z</GeneratedTime></GetCredentialReportResult></GetCredentialReportResponse>";
        string body = Frame + new string('\n', (8 << 20) + more - Frame.Length);
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.Iam(stub.Endpoint);

        Exception? problem = await Record.ExceptionAsync(() => client.GetCredentialReportAsync(CancellationToken.None));

        Assert.Equal(limit is null, problem is null);
        Assert.Contains(limit ?? string.Empty, problem?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_packed_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var pack = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int piece = 0; piece < 512; piece++)
            {
                await pack.WriteAsync(new byte[1 << 20]);
            }
        }

        await using var stub = new StubServer(_ => new StubAnswer(200, string.Empty)
        {
            ContentEncoding = "gzip",
            Rest = async (stream, token) => await stream.WriteAsync(packed.ToArray(), token),
        });
        using IamClient client = Clients.Iam(stub.Endpoint);
        long before = GC.GetTotalAllocatedBytes();

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200 << 20);
        Assert.DoesNotContain("gzip", stub.Requests[0].Headers.GetValueOrDefault("Accept-Encoding", string.Empty), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(503)]
    public async Task A_body_that_comes_byte_by_byte_is_given_up_after_thirty_seconds(int status)
    {
        await using var stub = new StubServer(_ => new StubAnswer(status, Begin) { Rest = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token) });
        var hurried = new HurriedTime();
        var config = new ServiceClientConfig(ServiceIdentity.Ssm, new ServiceEndpoint(stub.Endpoint, "us-east-1"), RetryMode.Repeat(), new ServerTime(TimeProvider.System)) { Stopwatch = hurried };
        using var client = new JsonClient(new BasicAWSCredentials(Clients.KeyId, "a-secret"), config);

        ServiceException problem = await AssertLimitAsync("30 seconds", token => client.CallAsync(new JsonRequest("GetParameter"), token));

        Assert.Equal((ServiceErrorKind.NoAnswer, true), (problem.Kind, problem.IsUnclear));
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(hurried.Waits));
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_call_in_the_middle_of_its_answer()
    {
        using var stopping = new CancellationTokenSource();
        await using var stub = new StubServer(_ => StubAnswer.Ok(Begin) with
        {
            Rest = async (_, token) =>
            {
                stopping.CancelAfter(TimeSpan.FromMilliseconds(50));
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
        });
        using IamClient client = Clients.Iam(stub.Endpoint);
        long began = Stopwatch.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListUsersAsync(stopping.Token));

        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(33)]
    [InlineData(300_000)]
    public async Task Elements_in_elements_without_end_are_given_up(int depth)
    {
        string body = string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.Iam(stub.Endpoint);

        await AssertLimitAsync("32 levels", token => client.ListUsersAsync(token));
    }

    [Fact]
    public async Task A_refusal_of_elements_in_elements_is_known_by_its_status()
    {
        string body = string.Concat(Enumerable.Repeat("<Error>", 300_000)) + "<Code>AccessDenied</Code>" + string.Concat(Enumerable.Repeat("</Error>", 300_000));
        await using var stub = new StubServer(_ => new StubAnswer(403, body));
        using IamClient client = Clients.Iam(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((ServiceErrorKind.MalformedAnswer, 403), (problem.Kind, problem.HttpStatus));
    }

    [Fact]
    public async Task Elements_beside_elements_without_end_are_given_up()
    {
        string body = Begin + string.Concat(Enumerable.Repeat("a<a/>", 1_500_000)) + "</ListUsersResult></ListUsersResponse>";
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.Iam(stub.Endpoint);

        await AssertLimitAsync("500,000", token => client.ListUsersAsync(token));
    }

    [Fact]
    public async Task A_tag_without_end_is_given_up()
    {
        string body = Begin + "<a " + string.Join(' ', Enumerable.Range(0, 500_000).Select(number => FormattableString.Invariant($"b{number:x}=''"))) + "/></ListUsersResult></ListUsersResponse>";
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.Iam(stub.Endpoint);

        await AssertLimitAsync("64 KiB", token => client.ListUsersAsync(token));
    }

    [Theory]
    [InlineData(200, "[", 33)]
    [InlineData(200, "{\"a\":", 33)]
    [InlineData(200, "[", 300_000)]
    [InlineData(200, "{\"a\":", 300_000)]
    [InlineData(400, "{\"a\":", 300_000)]
    public async Task Objects_in_objects_without_end_are_given_up(int status, string begin, int depth)
    {
        string body = string.Concat(Enumerable.Repeat(begin, depth)) + "1" + string.Concat(Enumerable.Repeat(begin == "[" ? "]" : "}", depth));
        await using var stub = new StubServer(_ => StubAnswer.Json(body) with { Status = status });
        using JsonClient client = Clients.Json(ServiceIdentity.Ssm, stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.CallAsync(new JsonRequest("GetParameter"), CancellationToken.None));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
        Assert.Contains(status == 200 ? "32 levels" : "HTTP 400", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_json_body_without_end_is_given_up_at_the_limit()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json("{\"Parameters\": \"") with { Rest = async (stream, token) => await SendAsync(stream, _ => { }, token) });
        using JsonClient client = Clients.Json(ServiceIdentity.Ssm, stub.Endpoint);

        await AssertLimitAsync("8 MiB", token => client.CallAsync(new JsonRequest("GetParameter"), token));
    }

    internal static async Task<ServiceException> AssertLimitAsync(string limit, Func<CancellationToken, Task> call)
    {
        using var stopping = new CancellationTokenSource(Soon);
        var problem = await Assert.ThrowsAsync<ServiceException>(() => call(stopping.Token));
        Assert.Contains(limit, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.IsUnclear);

        // Names the operation and what to do.
        KeyRotationException failure = KeyRotationException.Of(problem, target: null);
        Assert.StartsWith(problem.Action + " failed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("proxy", failure.Message, StringComparison.Ordinal);
        return problem;
    }

    private static async Task SendAsync(Stream stream, Action<int> count, CancellationToken cancellationToken)
    {
        byte[] piece = Encoding.ASCII.GetBytes(new string('x', 1 << 16));
        while (true)
        {
            await stream.WriteAsync(piece, cancellationToken);
            count(piece.Length);
        }
    }
}
