using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>What must hold of CreateAccessKey under every fault: it goes out once, the failure says what is known, and no secret is in it.</summary>
internal static class CreateAccessKeyFaults
{
    public static TheoryData<FaultKind, ServiceErrorKind, bool> All => new()
    {
        { FaultKind.Throttle, ServiceErrorKind.Throttled, false },
        { FaultKind.ServiceFailure, ServiceErrorKind.ServiceFailure, false },
        { FaultKind.HtmlUnavailable, ServiceErrorKind.ServiceFailure, false },
        { FaultKind.CutBefore, ServiceErrorKind.NoAnswer, false },
        { FaultKind.CutAfter, ServiceErrorKind.NoAnswer, true },
        { FaultKind.CutDuring, ServiceErrorKind.NoAnswer, true },
        { FaultKind.MalformedAnswer, ServiceErrorKind.MalformedAnswer, true },
        { FaultKind.ErrorAfter, ServiceErrorKind.ServiceFailure, true },
    };

    /// <param name="fault">What goes wrong.</param>
    /// <param name="expected">What the client makes of it.</param>
    /// <param name="isCreated">Whether the server has done the work.</param>
    /// <param name="isConnected">
    /// True: a call before this one has left an open connection behind. What HTTP repeats on its own, it repeats on such ones.
    /// </param>
    public static async Task AssertSentOnceAsync(FaultKind fault, ServiceErrorKind expected, bool isCreated, bool isConnected)
    {
        await using var server = SandboxServer.Start();
        server.Account.CreateUser("first");
        server.Account.CreateUser("second");
        using IamClient client = Clients.Iam(server);
        if (isConnected)
        {
            await client.CreateAccessKeyAsync("first", CancellationToken.None);
        }

        server.Calls.Clear();
        server.Faults.Order(new Fault { Kind = fault, Operation = "CreateAccessKey" });

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.CreateAccessKeyAsync("second", CancellationToken.None));

        Assert.Equal(1, server.Calls.Count("CreateAccessKey"));
        Assert.Equal(isCreated ? 1 : 0, server.Account.FindUser("second")!.Keys.Count);
        Assert.Equal((expected, expected != ServiceErrorKind.Throttled), (problem.Kind, problem.IsUnclear));
        Assert.Equal("iam:CreateAccessKey", problem.Action);
        Assert.NotEmpty(problem.Message);
        string text = problem.ToString();
        Assert.All(
            server.Account.Users.SelectMany(user => user.Keys).Select(key => key.SecretAccessKey),
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }
}
