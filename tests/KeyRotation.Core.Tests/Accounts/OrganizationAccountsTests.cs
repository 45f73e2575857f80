using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Accounts;

public sealed class OrganizationAccountsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_accounts_that_can_be_worked_with_come_once_with_their_units()
    {
        await using TestAccount account = await PrepareAsync();
        account.Server.Organization.StartsWithEmptyPages = true;
        account.Server.Organization.SetState("222222222222", SandboxAccountState.Suspended);

        (List<Account> accounts, RecordingReport report) = await ListAsync(account);

        Assert.Equal(["111111111111", "123456789012", "333333333333"], accounts.Select(found => found.AccountId));
        Assert.Equal("payments", accounts[0].Name);
        Assert.StartsWith("ou-", accounts[0].OrganizationalUnit, StringComparison.Ordinal);
        Assert.Equal("arn:aws:iam::111111111111:role/KeyRotation", accounts[0].RoleArn);
        Assert.Contains(report.VerboseMessages, said => said.Contains("222222222222", StringComparison.Ordinal) && said.Contains("SUSPENDED", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Workloads")]
    [InlineData("workloads/")]
    [InlineData("(id)")]
    public async Task A_unit_gives_the_accounts_of_units_below_it_too(string unit)
    {
        await using TestAccount account = await PrepareAsync();
        string wanted = unit == "(id)" ? await IdOfAsync(account, "Workloads") : unit;

        (List<Account> accounts, _) = await ListAsync(account, wanted);

        Assert.Equal(["111111111111", "222222222222"], accounts.Select(found => found.AccountId).Order(StringComparer.Ordinal));
        Assert.Equal((unit == "(id)" ? wanted : "Workloads") + "/Production", accounts.Single(found => found.AccountId == "111111111111").OrganizationalUnit);
    }

    [Fact]
    public async Task Units_that_overlap_give_an_account_once_and_the_root_gives_all()
    {
        await using TestAccount account = await PrepareAsync();

        (List<Account> accounts, _) = await ListAsync(account, "Workloads/Production", "Workloads", account.Server.Organization.RootId, "/");

        Assert.Equal(4, accounts.Count);
        Assert.Equal(4, accounts.Select(found => found.AccountId).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("Workloads/Prod", "Workloads/Production")]
    [InlineData("Works", "Workloads")]
    [InlineData("ou-none-12345678", "unit's id")]
    public async Task A_unit_that_is_not_there_is_one_error_and_the_others_are_given(string unit, string said)
    {
        await using TestAccount account = await PrepareAsync();

        (List<Account> accounts, RecordingReport report) = await ListAsync(account, unit, "Workloads/Production");

        Assert.Equal(["111111111111"], accounts.Select(found => found.AccountId));
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("OrganizationalUnitNotFound", failure.ErrorId);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_read_only_when_asked_for()
    {
        await using TestAccount account = await PrepareAsync();
        account.Server.Organization.SetTag("111111111111", "owner", "web");

        (List<Account> without, _) = await ListAsync(account);
        Assert.Equal(0, account.Server.Calls.Count("ListTagsForResource"));
        Assert.Null(without[0].Tags);

        var report = new RecordingReport();
        await new OrganizationAccounts(account.Connection.Organization(), Options(account) with { IncludeTags = true, ExcludedAccountIds = ["123456789012"] }, report).RunAsync(account.Session.Caller, Stop);
        Assert.Equal("web", report.Results<Account>()[0].Tags!["owner"]);
        Assert.Equal((3, 3), (report.Results<Account>().Count, account.Server.Calls.Count("ListTagsForResource")));
    }

    [Fact]
    public async Task Who_may_not_list_hears_which_account_may()
    {
        await using TestAccount account = await PrepareAsync();
        account.State.AllowActions(SandboxServer.AdministratorName, "organizations:DescribeOrganization");

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() => ListAsync(account));

        Assert.Equal(("OrganizationNotListed", FailureCategory.PermissionDenied), (failure.ErrorId, failure.Category));
        Assert.Contains("management account, 123456789012,", failure.Message, StringComparison.Ordinal);
        Assert.Contains("organizations:ListAccounts", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-AccountId", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_no_organization_hears_what_to_do_instead()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() => ListAsync(account));

        Assert.Equal("NoOrganization", failure.ErrorId);
        Assert.Contains("-AccountId", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TestAccount> PrepareAsync()
    {
        TestAccount account = await TestAccount.StartAsync();
        SandboxOrganization organization = account.Server.Organization;
        string workloads = organization.AddOrganizationalUnit("Workloads");
        string production = organization.AddOrganizationalUnit("Production", workloads);
        organization.AddOrganizationalUnit("Empty");
        organization.AddAccount("111111111111", "payments", production);
        organization.AddAccount("222222222222", "tools", workloads);
        organization.AddAccount("333333333333", "lone");
        return account;
    }

    private static async Task<string> IdOfAsync(TestAccount account, string name) =>
        (await account.Connection.Organization().ListUnitsAsync(account.Server.Organization.RootId, Stop)).Single(unit => unit.Name == name).Id;

    private static async Task<(List<Account> Accounts, RecordingReport Report)> ListAsync(TestAccount account, params string[] units)
    {
        var report = new RecordingReport();
        await new OrganizationAccounts(account.Connection.Organization(), Options(account) with { Units = units }, report).RunAsync(account.Session.Caller, Stop);
        return (report.Results<Account>().ToList(), report);
    }

    private static OrganizationOptions Options(TestAccount account) => new()
    {
        Create = (listed, unit, tags) => new Account(listed.AccountId, "aws", "KeyRotation", account.Session.Connection) { Name = listed.Name, OrganizationalUnit = unit, Tags = tags },
    };
}
