using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>Reads, and changes of which the second one changes nothing more, survive a fault that passes.</summary>
public sealed class RepeatedCallTests
{
    private static readonly FaultKind[] Passing =
    [
        FaultKind.Throttle, FaultKind.ServiceFailure, FaultKind.HtmlUnavailable, FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.CutDuring, FaultKind.ErrorAfter,
    ];

    [Fact]
    public Task Reads_survive_one_fault_of_each_kind() => Task.WhenAll(Passing.Select(async fault =>
    {
        await using var server = SandboxServer.Start(new SandboxOptions { Users = 3 });
        server.Faults.Order(new Fault { Kind = fault });
        using IamClient client = Clients.Iam(server);

        Assert.Equal(server.Account.Users.Count, (await client.ListUsersAsync(CancellationToken.None)).Count);
        Assert.Equal(2, server.Calls.Count("ListUsers"));
    }));

    [Fact]
    public Task Repeatable_changes_survive_one_fault_of_each_kind() => Task.WhenAll(Passing.Select(async fault =>
    {
        await using var server = SandboxServer.Start();
        server.Account.CreateUser("svc");
        SandboxAccessKey key = server.Account.AddAccessKey("svc");
        using IamClient client = Clients.Iam(server);
        server.Faults.Order(new Fault { Kind = fault, Operation = "UpdateAccessKey" });
        server.Faults.Order(new Fault { Kind = fault, Operation = "TagUser" });

        await Task.WhenAll(
            client.UpdateAccessKeyAsync("svc", key.AccessKeyId, AccessKeyStatus.Inactive, CancellationToken.None),
            client.TagUserAsync("svc", new Dictionary<string, string> { ["colour"] = "blue" }, CancellationToken.None));

        Assert.Equal(SandboxKeyStatus.Inactive, server.Account.FindKey(key.AccessKeyId)!.Status);
        Assert.Equal("blue", server.Account.Tags("svc")["colour"]);
    }));

    [Fact]
    public async Task The_second_page_survives_a_fault_as_the_first_does()
    {
        await using var server = SandboxServer.Start(new SandboxOptions { Users = 1500 });
        server.Faults.Order(new Fault { Kind = FaultKind.CutDuring, Operation = "ListUsers", After = 1 });
        using IamClient client = Clients.Iam(server);

        IReadOnlyList<IamUser> users = await client.ListUsersAsync(CancellationToken.None);

        Assert.Equal(server.Account.Users.Select(user => user.UserName), users.Select(user => user.UserName));
        Assert.Equal(3, server.Calls.Count("ListUsers"));
    }

    [Theory]
    [InlineData("AccessDenied", 403, ServiceErrorKind.AccessDenied)]
    [InlineData("ConcurrentModification", 409, ServiceErrorKind.Conflict)]
    [InlineData("InvalidClientTokenId", 403, ServiceErrorKind.InvalidKey)]
    [InlineData("ExpiredToken", 403, ServiceErrorKind.SessionEnded)]
    [InlineData("NoSuchEntity", 404, ServiceErrorKind.NotFound)]
    [InlineData("NewInThisYear", 400, ServiceErrorKind.Other)]
    public async Task A_refusal_is_clear_and_not_repeated(string code, int status, ServiceErrorKind kind)
    {
        await using var server = SandboxServer.Start();
        server.Faults.Order(new Fault { Kind = FaultKind.Error, ErrorCode = code, HttpStatus = status, Times = int.MaxValue });
        using IamClient client = Clients.Iam(server);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((kind, code, status, false), (problem.Kind, problem.Code, problem.HttpStatus, problem.IsUnclear));
        Assert.Equal(1, server.Calls.Count("ListUsers"));
    }
}
