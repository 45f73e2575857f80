using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Credentials;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Accounts;

/// <summary>The way into many accounts, over HTTP, with the sandbox's organization behind it.</summary>
public sealed class AccountDoorTests : CredentialTests
{
    private const string Member = "222222222222";
    private const string RoleName = SandboxOrganization.RoleName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ConnectionOptions Administrator => Clients.OptionsOf(Server);

    [Fact]
    public async Task Each_account_is_entered_with_credentials_that_were_found_once()
    {
        List<string> ids = Enumerable.Range(1, 10).Select(number => (300_000_000_000 + number).ToString(CultureInfo.InvariantCulture)).ToList();
        ids.ForEach(id => Server.Organization.AddAccount(id, "n", fill: account => account.CreateUser("of-" + id)));
        var door = new AccountDoor(TimeProvider.System, report: null, Stop);
        ConnectionOptions source = Administrator;

        await Task.WhenAll(ids.Select(async id =>
        {
            using AwsConnection connection = await door.OpenAsync(Into(id, source).GetConnection(), ownReport: null, Stop);
            Assert.Equal((id, $"arn:aws:sts::{id}:assumed-role/{RoleName}/KeyRotation"), (connection.Account.AccountId, connection.Account.Caller.Arn));
            Assert.Equal("of-" + id, Assert.Single(await connection.Account.Identity.ListUsersAsync(Stop)).UserName);
        }));

        Assert.Equal((1, 10, 10), (Server.Calls.Count("GetCallerIdentity"), Server.Calls.Count("AssumeRole"), Server.Calls.Count("ListUsers")));
    }

    [Fact]
    public async Task An_account_that_cannot_be_entered_says_who_tried_what_and_what_to_check()
    {
        Server.Organization.AddAccount(Member, "payments");
        Account account = Into(Member, Administrator, "Missing");

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() => OpenAsync(account));

        Assert.Equal(("AccountNotEntered", FailureCategory.PermissionDenied), (failure.ErrorId, failure.Category));
        Assert.Same(account, failure.Account);
        foreach (string said in new[] { Member, "arn:aws:iam::123456789012:user/sandbox-admin", "arn:aws:iam::222222222222:role/Missing", "trust policy", "sts:AssumeRole" })
        {
            Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task External_id_and_session_name_go_along()
    {
        Server.Organization.AddAccount(Member, "payments", fill: account => account.AddRole("guarded", new SandboxRoleTrust { ExternalId = "4711" }));
        var account = new Account(Member, "aws", "guarded", Administrator) { ExternalId = "4711", SessionName = "night-run" };

        using AwsConnection connection = await OpenAsync(account);

        Assert.EndsWith("/guarded/night-run", connection.Account.Caller.Arn, StringComparison.Ordinal);
        Assert.Equal("AccountNotEntered", (await Assert.ThrowsAsync<KeyRotationException>(() => OpenAsync(Into(Member, Administrator, "guarded")))).ErrorId);
    }

    [Fact]
    public async Task The_account_of_the_credentials_is_worked_on_as_it_is_where_it_has_no_role()
    {
        using AwsConnection connection = await OpenAsync(Into("123456789012", Administrator));

        Assert.Equal("arn:aws:iam::123456789012:user/sandbox-admin", connection.Account.Caller.Arn);
    }

    [Theory]
    [InlineData(true, "3600")]
    [InlineData(false, "7200")]
    public async Task A_role_on_the_way_makes_an_hour_the_longest(bool isRole, string seconds)
    {
        Server.Organization.AddAccount(Member, "payments");
        ConnectionOptions source = Administrator;
        if (isRole)
        {
            source = WithRole(source, Server.Account.AddRole("hub"));
        }

        using AwsConnection connection = await OpenAsync(new Account(Member, "aws", RoleName, source) { SessionDuration = TimeSpan.FromHours(2) });

        Call last = Server.Calls.Snapshot().Last(call => call.Operation == "AssumeRole");
        Assert.Equal(seconds, last.Parameters["DurationSeconds"]);
    }

    [Fact]
    public async Task A_session_is_renewed_before_it_ends()
    {
        int sessions = 0;
        await using var stub = new StubServer(request => request.Parameter("Action") switch
        {
            "AssumeRole" => Session(++sessions, sessions == 1 ? TimeSpan.FromMinutes(4) : TimeSpan.FromHours(1)),
            "ListUsers" => StubAnswer.Ok("<ListUsersResponse><ListUsersResult><Users/><IsTruncated>false</IsTruncated></ListUsersResult></ListUsersResponse>"),
            _ => StubAnswer.Ok("<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"),
        });
        var source = new ConnectionOptions { EndpointUrl = stub.Endpoint.AbsoluteUri, Region = "us-east-1", AccessKey = Clients.KeyId, SecretKey = SecretText.Protect("s") };
        using AwsConnection connection = await OpenAsync(Into(Member, source));

        // The session is renewed while it still signs: the calls go on meanwhile.
        for (int call = 0; call < 200 && !stub.Requests[^1].Headers["Authorization"].Contains("ASIASESSION000000002", StringComparison.Ordinal); call++)
        {
            await connection.Account.Identity.ListUsersAsync(Stop);
        }

        await connection.Account.Identity.ListUsersAsync(Stop);
        Assert.Equal(2, sessions);
        Assert.Contains("ASIASESSION000000002", stub.Requests[^1].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_assumed_with_any_credentials()
    {
        string role = Server.Account.AddRole("audit");
        SandboxAccessKey key = User("operator");
        using var surroundings = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey));
        surroundings.Profiles($"[profile work]\n{Keys(User("worker"))}");

        foreach (ConnectionOptions options in new[] { WithRole(Administrator, role), WithRole(Options("work"), role), WithRole(Options(), role) })
        {
            Assert.StartsWith(Assumed + "audit/", await WhoAsync(options), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Credentials_that_are_not_there_are_told_before_any_account()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(string.Empty);
        var door = new AccountDoor(TimeProvider.System, report: null, Stop);

        var failure = await Assert.ThrowsAsync<KeyRotationException>(() => door.PrepareAsync(Into(Member, Options("nobody")).GetConnection()));

        Assert.Equal("ProfileNotFound", failure.ErrorId);
    }

    private static Account Into(string accountId, ConnectionOptions source, string roleName = RoleName) => new(accountId, "aws", roleName, source);

    private static ConnectionOptions WithRole(ConnectionOptions options, string roleArn) => new()
    {
        EndpointUrl = options.EndpointUrl,
        Region = "us-east-1",
        ProfileName = options.ProfileName,
        AccessKey = options.AccessKey,
        SecretKey = options.SecretKey,
        RoleArn = roleArn,
    };

    private static Task<AwsConnection> OpenAsync(Account account) => new AccountDoor(TimeProvider.System, report: null, Stop).OpenAsync(account.GetConnection(), ownReport: null, Stop);

    private static StubAnswer Session(int number, TimeSpan lasts) => StubAnswer.Ok($"""
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>ASIASESSION00000000{number}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
        <Expiration>{(DateTime.UtcNow + lasts).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}</Expiration>
        </Credentials><AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>arn:aws:sts::{Member}:assumed-role/r/x</Arn></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>
        """);
}
