using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

public sealed class CreateAccessKeyFaultTests
{
    public static TheoryData<FaultKind, ServiceErrorKind, bool> Faults => CreateAccessKeyFaults.All;

    [Theory]
    [MemberData(nameof(Faults))]
    public Task It_goes_out_once_on_a_new_connection(FaultKind fault, ServiceErrorKind expected, bool isCreated) =>
        CreateAccessKeyFaults.AssertSentOnceAsync(fault, expected, isCreated, isConnected: false);

    [Theory]
    [MemberData(nameof(Faults))]
    public Task It_goes_out_once_on_an_open_connection(FaultKind fault, ServiceErrorKind expected, bool isCreated) =>
        CreateAccessKeyFaults.AssertSentOnceAsync(fault, expected, isCreated, isConnected: true);

    [Fact]
    public async Task It_goes_out_once_when_the_server_has_closed_the_connection_in_the_meantime()
    {
        // The stub closes after every answer: the connection of the first call is dead when the second one is made.
        await using var stub = new StubServer(_ => StubAnswer.Error("ServiceFailure", 500));
        using IamClient client = Clients.Iam(stub.Endpoint);
        for (int call = 1; call <= 3; call++)
        {
            await Assert.ThrowsAsync<ServiceException>(() => client.CreateAccessKeyAsync("svc", CancellationToken.None));
            Assert.Equal(call, stub.Requests.Count);
        }
    }

    [Fact]
    public async Task Many_at_once_go_out_once_each()
    {
        await using var server = SandboxServer.Start();
        string[] users = Enumerable.Range(0, 12).Select(number => "svc-" + number).ToArray();
        foreach (string user in users)
        {
            server.Account.CreateUser(user);
        }

        server.Faults.Order(new Fault { Kind = FaultKind.CutAfter, Operation = "CreateAccessKey", Times = 6 });
        using IamClient client = Clients.Iam(server);

        await Task.WhenAll(users.Select(user => Record.ExceptionAsync(() => client.CreateAccessKeyAsync(user, CancellationToken.None)).AsTask()));

        Assert.Equal(users.Length, server.Calls.Count("CreateAccessKey"));
        Assert.All(users, user => Assert.Single(server.Account.FindUser(user)!.Keys));
    }
}
