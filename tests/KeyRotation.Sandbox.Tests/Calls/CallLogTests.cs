using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Calls;

public sealed class CallLogTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public CallLogTests() => admin = new Client(server);

    [Fact]
    public async Task A_call_is_logged_with_signer_parameters_and_outcome()
    {
        await admin.IamAsync("CreateAccessKey", ("UserName", "nobody"));
        await admin.StsAsync("GetCallerIdentity");
        var calls = server.Calls.Snapshot();

        Assert.Equal(("iam", "CreateAccessKey", "NoSuchEntity", true), (calls[0].Service, calls[0].Operation, calls[0].Outcome, calls[0].Changes));
        Assert.Equal(("sts", "GetCallerIdentity", "200", false), (calls[1].Service, calls[1].Operation, calls[1].Outcome, calls[1].Changes));
        Assert.Equal("nobody", Assert.Single(calls[0].Parameters).Value);
        Assert.All(calls, call => Assert.Equal((admin.AccessKeyId, Start.Time), (call.AccessKeyId, call.At)));
        Assert.Equal([1, 2], calls.Select(call => call.Number));
    }

    [Theory]
    [InlineData("ListUsers", false)]
    [InlineData("GenerateCredentialReport", false)]
    [InlineData("TagUser", true)]
    [InlineData("UntagUser", true)]
    [InlineData("DeleteAccessKey", true)]
    [InlineData("AttachUserPolicy", true)]
    [InlineData("ListPolicies", false)]
    public async Task It_says_which_operations_change_something_even_unknown_ones(string operation, bool changes)
    {
        await admin.IamAsync(operation);

        Assert.Equal(changes, Assert.Single(server.Calls.Snapshot()).Changes);
    }

    [Fact]
    public async Task Calls_at_once_are_all_counted_and_numbered_in_order()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => admin.IamAsync("ListUsers")));

        Assert.Equal(100, server.Calls.Count("ListUsers"));
        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), server.Calls.Snapshot().Select(call => call.Number));
        server.Calls.Clear();
        Assert.Empty(server.Calls.Snapshot());
        Assert.Equal(0, server.Calls.Count("*"));
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }
}
