using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>What users set for the SDK's retries must neither send a key twice nor take the retries from a read.</summary>
[Collection(Surroundings.Name)]
public sealed class RetrySettingsTests
{
    public static TheoryData<FaultKind, ServiceErrorKind, bool> Faults => CreateAccessKeyFaults.All;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Adaptive_retries_and_five_attempts_do_not_send_CreateAccessKey_twice(FaultKind fault, ServiceErrorKind expected, bool isCreated)
    {
        using var surroundings = new ChangedSurroundings(("AWS_RETRY_MODE", "adaptive"), ("AWS_MAX_ATTEMPTS", "5"));

        await CreateAccessKeyFaults.AssertSentOnceAsync(fault, expected, isCreated, isConnected: true);
    }

    [Fact]
    public async Task Retry_settings_of_the_profile_do_not_send_CreateAccessKey_twice()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[default]\nretry_mode = adaptive\nmax_attempts = 5\n");

        await CreateAccessKeyFaults.AssertSentOnceAsync(FaultKind.CutAfter, ServiceErrorKind.NoAnswer, isCreated: true, isConnected: true);
    }

    [Fact]
    public async Task Adaptive_retries_survive_the_first_throttle_quickly()
    {
        using var surroundings = new ChangedSurroundings(("AWS_RETRY_MODE", "adaptive"));
        await using var server = SandboxServer.Start();
        server.Faults.Order(new Fault { Kind = FaultKind.Throttle });
        using IamClient client = Clients.Iam(server);
        long started = Stopwatch.GetTimestamp();

        Assert.Single(await client.ListUsersAsync(CancellationToken.None));

        Assert.Equal(2, server.Calls.Count("ListUsers"));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    public async Task AWS_MAX_ATTEMPTS_bounds_the_attempts_of_reads(string attempts, int expected)
    {
        using var surroundings = new ChangedSurroundings(("AWS_MAX_ATTEMPTS", attempts));
        await using var server = SandboxServer.Start();
        server.Faults.Order(new Fault { Kind = FaultKind.HtmlUnavailable, Times = int.MaxValue });
        using IamClient client = Clients.Iam(server);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((ServiceErrorKind.ServiceFailure, 503, null), (problem.Kind, problem.HttpStatus, problem.Code));
        Assert.Contains("503", problem.Message, StringComparison.Ordinal);
        Assert.Equal(expected, server.Calls.Count("ListUsers"));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 3)]
    public async Task AWS_MAX_ATTEMPTS_bounds_the_attempts_over_broken_connections(string attempts, int mostCalls)
    {
        using var surroundings = new ChangedSurroundings(("AWS_MAX_ATTEMPTS", attempts));
        await using var server = SandboxServer.Start();
        server.Faults.Order(new Fault { Kind = FaultKind.CutDuring, Times = int.MaxValue });
        using IamClient client = Clients.Iam(server);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal(ServiceErrorKind.NoAnswer, problem.Kind);
        Assert.InRange(server.Calls.Count("ListUsers"), 1, mostCalls);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("many")]
    [InlineData("")]
    public async Task A_number_of_attempts_that_makes_no_sense_is_ignored(string attempts)
    {
        // Set without the SDK being told: it throws at values of its own settings that it cannot read.
        string? before = Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS");
        Environment.SetEnvironmentVariable("AWS_MAX_ATTEMPTS", attempts);
        try
        {
            await using var server = SandboxServer.Start();
            server.Faults.Order(new Fault { Kind = FaultKind.CutBefore });
            using IamClient client = Clients.Iam(server);

            Assert.Single(await client.ListUsersAsync(CancellationToken.None));
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_MAX_ATTEMPTS", before);
        }
    }
}
