using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Organizations;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The calls to Organizations, held against the official model: what is sent, what is read, and how lists end.</summary>
public sealed class OrganizationsConformanceTests
{
    public static readonly string[] Operations = ["DescribeOrganization", "DescribePolicy", "ListAccounts", "ListAccountsForParent", "ListOrganizationalUnitsForParent", "ListParents", "ListPoliciesForTarget", "ListRoots", "ListTagsForResource"];

    private const string Unit = "ou-abcd-12345678";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_is_what_the_model_takes()
    {
        await using var stub = new StubServer(request => StubAnswer.Json(new JsonModelAnswer(ServiceModel.Organizations, JsonModelInput.Operation(request), Ends(request)).Text));
        using OrganizationsClient client = Client(stub);

        await client.DescribeAsync(Stop);
        await client.ListRootsAsync(Stop);
        await client.ListUnitsAsync(Unit, Stop);
        await client.ListAccountsAsync(parentId: null, _ => Task.CompletedTask, Stop);
        await client.ListAccountsAsync(Unit, _ => Task.CompletedTask, Stop);
        await client.ListTagsAsync("123456789012", Stop);
        await client.GetParentIdAsync("123456789012", Stop);
        await client.ListServiceControlPoliciesAsync(Unit, Stop);
        await client.GetPolicyTextAsync("p-examplepol", Stop);

        Assert.All(stub.Requests, request => Assert.Empty(request.Body == "{}" && ServiceModel.Organizations.Input(JsonModelInput.Operation(request)) is null ? [] : JsonModelInput.Problems(ServiceModel.Organizations, request)));
        Assert.Equal(Operations, stub.Requests.Select(JsonModelInput.Operation).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_account_is_read_for_its_state_and_not_for_the_retired_status()
    {
        ListedAccount account = Assert.Single(await AccountsAsync(("Accounts", Accounts(new JsonObject
        {
            ["Id"] = "111111111111",
            ["Name"] = "Payments",
            ["Status"] = "ACTIVE",
            ["State"] = "PENDING_CLOSURE",
            ["Paths"] = new JsonArray("o-abcdefghij/r-abcd/ou-abcd-11111111/ou-abcd-22222222/111111111111/"),
        }))));

        Assert.Equal(("111111111111", "Payments", "PENDING_CLOSURE", "ou-abcd-22222222"), (account.AccountId, account.Name, account.State, account.UnitId));
    }

    [Fact]
    public async Task An_account_right_below_the_root_and_one_without_a_state_are_read_too()
    {
        IReadOnlyList<ListedAccount> accounts = await AccountsAsync(("Accounts", Accounts(
            new JsonObject { ["Id"] = "111111111111", ["Name"] = "a", ["State"] = "ACTIVE", ["Paths"] = new JsonArray("o-abcdefghij/r-abcd/111111111111/") },
            new JsonObject { ["Id"] = "222222222222", ["Name"] = "b", ["Status"] = "SUSPENDED" })));

        Assert.Equal([("ACTIVE", "r-abcd"), ("SUSPENDED", null)], accounts.Select(account => (account.State, account.UnitId)));
    }

    [Fact]
    public async Task A_list_goes_on_behind_an_empty_page()
    {
        string[] pages =
        [
            Page(new JsonArray(), next: "second"),
            Page(Accounts(new JsonObject { ["Id"] = "111111111111", ["Name"] = "a" }), next: "third"),
            Page(new JsonArray(), next: "fourth"),
            Page(Accounts(new JsonObject { ["Id"] = "222222222222", ["Name"] = "b" }), next: null),
        ];
        int page = 0;
        await using var stub = new StubServer(_ => StubAnswer.Json(pages[page++]));
        using OrganizationsClient client = Client(stub);
        var found = new List<string>();

        await client.ListAccountsAsync(
            parentId: null,
            accounts =>
            {
                found.AddRange(accounts.Select(account => account.AccountId));
                return Task.CompletedTask;
            },
            Stop);

        Assert.Equal(["111111111111", "222222222222"], found);
        Assert.Equal([null, "second", "third", "fourth"], stub.Requests.Select(request => JsonNode.Parse(request.Body)!["NextToken"]?.ToString()));
    }

    [Fact]
    public async Task Pages_in_a_circle_end_with_an_error()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(Page(new JsonArray(), next: "again")));
        using OrganizationsClient client = Client(stub);

        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListAccountsAsync(parentId: null, _ => Task.CompletedTask, Stop));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
    }

    [Theory]
    [InlineData("ENABLED", "ENABLED")]
    [InlineData("PENDING_DISABLE", "PENDING_DISABLE")]
    [InlineData(null, null)]
    public async Task A_root_is_read_for_the_state_of_service_control_policies_alone(string? status, string? state)
    {
        JsonArray types = [new JsonObject { ["Type"] = "TAG_POLICY", ["Status"] = "ENABLED" }];
        if (status is not null)
        {
            types.Add(new JsonObject { ["Type"] = "SERVICE_CONTROL_POLICY", ["Status"] = status });
        }

        await using var stub = new StubServer(_ => StubAnswer.Json(new JsonModelAnswer(
            ServiceModel.Organizations, "ListRoots", ("Roots", new JsonArray(new JsonObject { ["Id"] = "r-abcd", ["Name"] = "Root", ["PolicyTypes"] = types })), ("NextToken", null)).Text));
        using OrganizationsClient client = Client(stub);

        Assert.Equal(state, Assert.Single(await client.ListRootsAsync(Stop)).ServiceControlPolicies);
    }

    [Fact]
    public async Task An_account_without_a_parent_is_an_answer_that_cannot_be_understood()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(new JsonModelAnswer(ServiceModel.Organizations, "ListParents", ("Parents", new JsonArray()), ("NextToken", null)).Text));
        using OrganizationsClient client = Client(stub);

        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => client.GetParentIdAsync("123456789012", Stop));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
    }

    [Fact]
    public async Task The_organization_is_read_for_its_id_and_its_management_account()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(new JsonModelAnswer(
            ServiceModel.Organizations, "DescribeOrganization", ("Organization.Id", "o-abcdefghij"), ("Organization.MasterAccountId", "999999999999")).Text));
        using OrganizationsClient client = Client(stub);

        Assert.Equal(new Organization("o-abcdefghij", "999999999999"), await client.DescribeAsync(Stop));
    }

    [Fact]
    public async Task An_account_without_an_id_is_an_answer_that_cannot_be_understood()
    {
        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => AccountsAsync(("Accounts", Accounts(new JsonObject { ["Name"] = "a" }))));

        Assert.Equal((ServiceErrorKind.MalformedAnswer, "organizations:ListAccounts"), (problem.Kind, problem.Action));
    }

    private static async Task<IReadOnlyList<ListedAccount>> AccountsAsync(params (string Path, JsonNode? Value)[] given)
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(new JsonModelAnswer(ServiceModel.Organizations, "ListAccounts", [.. given, ("NextToken", null)]).Text));
        using OrganizationsClient client = Client(stub);
        var found = new List<ListedAccount>();
        await client.ListAccountsAsync(
            parentId: null,
            accounts =>
            {
                found.AddRange(accounts);
                return Task.CompletedTask;
            },
            Stop);
        return found;
    }

    private static (string Path, JsonNode? Value)[] Ends(StubRequest request) => JsonModelInput.Operation(request) is "DescribeOrganization" or "DescribePolicy" ? [] : [("NextToken", null)];

    private static JsonArray Accounts(params JsonNode[] accounts) => new(accounts);

    private static string Page(JsonArray accounts, string? next) => new JsonModelAnswer(ServiceModel.Organizations, "ListAccounts", ("Accounts", accounts), ("NextToken", next)).Text;

    private static OrganizationsClient Client(StubServer stub) => new(new Amazon.Runtime.BasicAWSCredentials(Clients.KeyId, "secret"), Clients.Config(ServiceIdentity.Organizations, stub.Endpoint));
}
