using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Organizations;

public sealed class OrganizationTests : IDisposable
{
    private const string Member = "222222222222";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public OrganizationTests() => admin = new Client(server);

    [Fact]
    public async Task An_account_alone_is_in_no_organization()
    {
        foreach (var operation in new[] { "ListAccounts", "ListRoots", "DescribeOrganization" })
        {
            Assert.Equal("AWSOrganizationsNotInUseException", (await admin.OrganizationsAsync(operation, new { })).JsonCode);
        }
    }

    [Fact]
    public async Task Accounts_come_in_pages_of_twenty_that_may_be_empty()
    {
        for (var number = 0; number < 41; number++)
        {
            server.Organization.AddAccount((300_000_000_000 + number).ToString(CultureInfo.InvariantCulture), "n" + number);
        }

        server.Organization.StartsWithEmptyPages = true;
        var sizes = new List<int>();
        var ids = new List<string>();
        string? token = null;
        do
        {
            var page = (await admin.OrganizationsAsync("ListAccounts", new { NextToken = token, MaxResults = 20 })).Json;
            sizes.Add(page["Accounts"]!.AsArray().Count);
            ids.AddRange(page["Accounts"]!.AsArray().Select(account => account!["Id"]!.ToString()));
            token = page["NextToken"]?.ToString();
        }
        while (token is not null);

        Assert.Equal([0, 20, 20, 2], sizes);
        Assert.Equal(server.Organization.AccountIds, ids);
        Assert.Equal("ValidationException", (await admin.OrganizationsAsync("ListAccounts", new { MaxResults = 21 })).JsonCode);
    }

    [Fact]
    public async Task Units_hold_units_and_accounts()
    {
        var workloads = server.Organization.AddOrganizationalUnit("Workloads");
        var production = server.Organization.AddOrganizationalUnit("Production", workloads);
        server.Organization.AddAccount(Member, "payments", production);
        server.Organization.SetState(Member, SandboxAccountState.PendingClosure);

        var roots = (await admin.OrganizationsAsync("ListRoots", new { })).Json["Roots"]!.AsArray();
        var units = (await admin.OrganizationsAsync("ListOrganizationalUnitsForParent", new { ParentId = server.Organization.RootId })).Json["OrganizationalUnits"]!.AsArray();
        var account = Assert.Single((await admin.OrganizationsAsync("ListAccountsForParent", new { ParentId = production })).Json["Accounts"]!.AsArray())!;

        Assert.Equal(server.Organization.RootId, Assert.Single(roots)!["Id"]!.ToString());
        Assert.Equal(("Workloads", workloads), (Assert.Single(units)!["Name"]!.ToString(), units[0]!["Id"]!.ToString()));
        Assert.Equal((Member, "payments", "PENDING_CLOSURE", "PENDING_CLOSURE"), (Text(account, "Id"), Text(account, "Name"), Text(account, "State"), Text(account, "Status")));
        Assert.Equal($"{server.Organization.Id}/{server.Organization.RootId}/{workloads}/{production}/{Member}/", account["Paths"]![0]!.ToString());
        Assert.Equal("ParentNotFoundException", (await admin.OrganizationsAsync("ListAccountsForParent", new { ParentId = "ou-none-12345678" })).JsonCode);
    }

    [Fact]
    public async Task Only_the_management_account_and_delegated_ones_may_list_and_every_member_may_describe()
    {
        server.Organization.AddAccount(Member, "tools");
        using var member = await EnterAsync(Member);

        Assert.Equal("AccessDeniedException", (await member.OrganizationsAsync("ListAccounts", new { })).JsonCode);
        Assert.Equal("123456789012", (await member.OrganizationsAsync("DescribeOrganization", new { })).Json["Organization"]!["MasterAccountId"]!.ToString());

        server.Organization.AddDelegatedAdministrator(Member);
        Assert.Equal(2, (await member.OrganizationsAsync("ListAccounts", new { })).Json["Accounts"]!.AsArray().Count);
    }

    [Fact]
    public async Task Each_account_has_an_IAM_of_its_own()
    {
        server.Organization.AddAccount(Member, "tools", fill: account => account.CreateUser("theirs"));
        server.Account.CreateUser("ours");
        using var member = await EnterAsync(Member);

        var users = (await member.IamAsync("ListUsers")).Xml.Descendants().Where(element => element.Name.LocalName == "UserName").Select(element => element.Value);
        var created = await member.IamAsync("CreateAccessKey", ("UserName", "theirs"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var user = new Client(server, created.Value("AccessKeyId"), created.Value("SecretAccessKey"));

        Assert.Equal(["theirs"], users);
        Assert.Equal("arn:aws:iam::222222222222:user/theirs", (await user.StsAsync("GetCallerIdentity")).Value("Arn"));
        Assert.Equal(Member, (await user.StsAsync("GetCallerIdentity")).Value("Account"));
        Assert.Empty(server.Account.FindUser("ours")!.Keys);
        Assert.Single(server.Organization.FindAccount(Member)!.FindUser("theirs")!.Keys);
    }

    [Fact]
    public async Task A_suspended_account_is_not_entered_and_its_sessions_end()
    {
        server.Organization.AddAccount(Member, "tools");
        using var member = await EnterAsync(Member);
        server.Organization.SetState(Member, SandboxAccountState.Suspended);

        Assert.Equal("AccessDenied", (await AssumeAsync(Member)).Code);
        Assert.Equal("InvalidClientTokenId", (await member.IamAsync("ListUsers")).Code);
    }

    [Fact]
    public async Task A_role_asks_for_its_external_id_and_for_an_account_that_it_trusts()
    {
        server.Organization.AddAccount(Member, "tools", fill: account =>
        {
            account.AddRole("guarded", new SandboxRoleTrust { ExternalId = "4711" });
            account.AddRole("elsewhere", new SandboxRoleTrust { AccountIds = ["333333333333"] });
        });

        Assert.Equal("AccessDenied", (await AssumeAsync(Member, "guarded")).Code);
        Assert.Equal("AccessDenied", (await AssumeAsync(Member, "guarded", ("ExternalId", "4712"))).Code);
        Assert.Equal(200, (await AssumeAsync(Member, "guarded", ("ExternalId", "4711"))).Status);
        Assert.Equal("AccessDenied", (await AssumeAsync(Member, "elsewhere")).Code);
        Assert.Equal("AccessDenied", (await AssumeAsync("444444444444")).Code);
    }

    [Fact]
    public async Task A_session_is_no_longer_than_its_role_lets_it_and_an_hour_where_a_role_asks()
    {
        server.Organization.AddAccount(Member, "tools", fill: account => account.AddRole("short"));
        server.Account.AddRole("hub");

        Assert.Contains("MaxSessionDuration", (await AssumeAsync(Member, "short", ("DurationSeconds", "3601"))).ErrorText, StringComparison.Ordinal);
        Assert.Equal(200, (await AssumeAsync(Member, SandboxOrganization.RoleName, ("DurationSeconds", "7200"))).Status);

        using var hub = await EnterAsync("123456789012", "hub");
        var chained = await hub.StsAsync("AssumeRole", Role(Member, SandboxOrganization.RoleName, ("DurationSeconds", "3601")));
        Assert.Contains("role chaining", chained.ErrorText, StringComparison.Ordinal);
        Assert.Equal(200, (await hub.StsAsync("AssumeRole", Role(Member, SandboxOrganization.RoleName, ("DurationSeconds", "3600")))).Status);
    }

    [Fact]
    public async Task Accounts_that_are_made_up_are_the_same_for_the_same_seed_and_filled_when_asked_for()
    {
        var options = Start.Options with { Accounts = 5, Users = 7, StaleUsers = 2 };
        await using var first = SandboxServer.Start(options);
        await using var second = SandboxServer.Start(options);

        Assert.Equal(6, first.Organization.AccountIds.Count);
        Assert.Equal(first.Organization.AccountIds, second.Organization.AccountIds);
        var last = first.Organization.FindAccount(first.Organization.AccountIds[^1])!;
        Assert.Equal(7, last.Users.Count);
        Assert.Equal(last.Users, second.Organization.FindAccount(last.AccountId)!.Users);
        Assert.NotEqual(last.Users, first.Organization.FindAccount(first.Organization.AccountIds[^2])!.Users);
        Assert.Equal(2, last.Users.Count(user => user.Keys.Any(key => key.Status == SandboxKeyStatus.Active && key.CreateDate < Start.Time - TimeSpan.FromDays(90))));
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private static string Text(JsonNode node, string name) => node[name]!.ToString();

    private static (string Name, string Value)[] Role(string accountId, string role, params (string Name, string Value)[] more) =>
        [("RoleArn", "arn:aws:iam::" + accountId + ":role/" + role), ("RoleSessionName", "night-run"), .. more];

    private Task<Answer> AssumeAsync(string accountId, string role = SandboxOrganization.RoleName, params (string Name, string Value)[] more) =>
        admin.StsAsync("AssumeRole", Role(accountId, role, more));

    private async Task<Client> EnterAsync(string accountId, string role = SandboxOrganization.RoleName)
    {
        var answer = await AssumeAsync(accountId, role);
        return new Client(server, answer.Value("AccessKeyId"), answer.Value("SecretAccessKey"), answer.Value("SessionToken"));
    }
}
