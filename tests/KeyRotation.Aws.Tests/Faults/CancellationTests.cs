using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>Ctrl+C ends a call wherever it hangs.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Calls => ["ListUsers", "CreateAccessKey", "TagUser"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_hangs_ends_at_once(string operation)
    {
        using var stopping = new CancellationTokenSource();
        await using var stub = new StubServer(_ =>
        {
            stopping.CancelAfter(TimeSpan.FromMilliseconds(20));
            return StubAnswer.Silence;
        });
        using IamClient client = Clients.Iam(stub.Endpoint);

        await AssertEndsAsync(Call(client, operation, stopping.Token), stopping.Token);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_call_that_waits_to_be_repeated_ends_at_once()
    {
        using var stopping = new CancellationTokenSource();
        StubServer stub = null!;
        stub = new StubServer(_ =>
        {
            // The third repetition is some seconds away.
            if (stub.Requests.Count == 3)
            {
                stopping.CancelAfter(TimeSpan.FromMilliseconds(20));
            }

            return StubAnswer.Error("Throttling", 400);
        });
        await using (stub)
        {
            using IamClient client = Clients.Iam(stub.Endpoint);

            await AssertEndsAsync(client.ListUsersAsync(stopping.Token), stopping.Token);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_was_cancelled_before_goes_nowhere(string operation)
    {
        await using var stub = new StubServer(_ => StubAnswer.Silence);
        using IamClient client = Clients.Iam(stub.Endpoint);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Call(client, operation, new CancellationToken(canceled: true)));

        Assert.Empty(stub.Requests);
    }

    private static async Task AssertEndsAsync(Task call, CancellationToken stopping)
    {
        long stopped = 0;
        await using CancellationTokenRegistration registration = stopping.Register(() => Volatile.Write(ref stopped, Stopwatch.GetTimestamp()));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        // Zero: the call ended while the token was still calling those who wait for it, before this registration's turn.
        long at = Volatile.Read(ref stopped);
        Assert.True(at == 0 || Stopwatch.GetElapsedTime(at) < AtOnce);
    }

    private static Task Call(IamClient client, string operation, CancellationToken cancellationToken) => operation switch
    {
        "ListUsers" => client.ListUsersAsync(cancellationToken),
        "CreateAccessKey" => client.CreateAccessKeyAsync("svc", cancellationToken),
        _ => client.TagUserAsync("svc", new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" }, cancellationToken),
    };
}
