using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Organizations;

/// <summary>AWS Organizations: what there is of it to read.</summary>
internal sealed class OrganizationsService
{
    private const int MostOnPage = 20;

    /// <summary>A page that holds nothing ends before everything.</summary>
    private const string BeforeAll = " ";

    private readonly OrganizationStore store;

    private OrganizationsService(OrganizationStore store) => this.store = store;

    public static JsonService Create(OrganizationStore store) => new(
        new SigningScope("organizations", SigningRegions.OfPartition), "AWSOrganizationsV20161128", new OrganizationsService(store).Operations())
    {
        InternalError = "ServiceException",
        MessageMember = "Message",
        SecretMembers = [],
    };

    private IEnumerable<JsonOperation> Operations() =>
    [
        new("DescribeOrganization", _ => store.Arn, DescribeOrganization),
        new("ListRoots", _ => "*", ListRoots),
        new("ListAccounts", _ => "*", context => Accounts(context, parentId: null)),
        new("ListAccountsForParent", _ => "*", context => Accounts(context, Parent(context))),
        new("ListOrganizationalUnitsForParent", _ => "*", ListUnits),
        new("ListTagsForResource", _ => "*", ListTags),
        new("ListParents", _ => "*", ListParents),
        new("ListPoliciesForTarget", _ => "*", ListPolicies),
        new("DescribePolicy", _ => "*", DescribePolicy),
    ];

    private JsonObject DescribeOrganization(JsonContext context)
    {
        RequireOrganization(context);
        return new JsonObject
        {
            ["Organization"] = new JsonObject
            {
                ["Id"] = store.Id,
                ["Arn"] = store.Arn,
                ["FeatureSet"] = "ALL",
                ["MasterAccountArn"] = store.ManagementAccountArn,
                ["MasterAccountId"] = store.ManagementAccountId,
                ["MasterAccountEmail"] = EmailOf(store.ManagementAccountId),
                ["AvailablePolicyTypes"] = new JsonArray(),
            },
        };
    }

    private JsonObject ListRoots(JsonContext context)
    {
        RequirePermission(context);
        return Page(context, "Roots", [store.Root], root => root.Id, root => Unit(root, "PolicyTypes", PolicyTypes()));
    }

    private JsonObject ListUnits(JsonContext context)
    {
        RequirePermission(context);
        return Page(context, "OrganizationalUnits", store.UnitsIn(Parent(context)), unit => unit.Id, unit => Unit(unit, "Path", unit.Path));
    }

    private JsonObject Accounts(JsonContext context, string? parentId)
    {
        RequirePermission(context);
        return Page(context, "Accounts", store.MembersIn(parentId), member => member.AccountId, Account);
    }

    private JsonObject ListTags(JsonContext context)
    {
        RequirePermission(context);
        var member = store.FindMember(context.Members.RequiredText("ResourceId")) ?? throw OrganizationErrors.NoTarget();
        return new JsonObject { ["Tags"] = JsonContext.Tags(member.Tags) };
    }

    private JsonObject ListParents(JsonContext context)
    {
        RequirePermission(context);
        var parent = store.ParentOf(context.Members.RequiredText("ChildId")) ?? throw OrganizationErrors.NoChild();
        return Page(context, "Parents", [parent], unit => unit.Id, unit => new JsonObject { ["Id"] = unit.Id, ["Type"] = unit.ParentId is null ? "ROOT" : "ORGANIZATIONAL_UNIT" });
    }

    private JsonObject ListPolicies(JsonContext context)
    {
        RequirePermission(context);
        var target = context.Members.RequiredText("TargetId");
        if (store.FindUnit(target) is null && store.FindMember(target) is null)
        {
            throw OrganizationErrors.NoTarget();
        }

        var attached = context.Members.RequiredText("Filter") == ControlPolicyStore.Kind ? store.Policies.AttachedTo(target) : [];
        return Page(context, "Policies", attached, policy => policy.Id, Summary);
    }

    private JsonObject DescribePolicy(JsonContext context)
    {
        RequirePermission(context);
        var policy = store.Policies.Find(context.Members.RequiredText("PolicyId")) ?? throw OrganizationErrors.NoPolicy();
        return new JsonObject { ["Policy"] = new JsonObject { ["PolicySummary"] = Summary(policy), ["Content"] = policy.Content } };
    }

    private JsonArray PolicyTypes() => store.Policies.AreEnabled ? [new JsonObject { ["Type"] = ControlPolicyStore.Kind, ["Status"] = "ENABLED" }] : [];

    private static JsonObject Summary(ControlPolicy policy) => new()
    {
        ["Id"] = policy.Id,
        ["Arn"] = policy.Arn,
        ["Name"] = policy.Name,
        ["Description"] = string.Empty,
        ["Type"] = ControlPolicyStore.Kind,
        ["AwsManaged"] = policy.Id == ControlPolicyStore.FullAccessId,
    };

    private JsonObject Page<T>(JsonContext context, string name, IEnumerable<T> sorted, Func<T, string> keyOf, Func<T, JsonNode> node)
    {
        var page = new JsonPage(context.Members, MostOnPage, MostOnPage, OrganizationErrors.InvalidInput);
        if (store.StartsWithEmptyPages && context.Members.Text("NextToken") is null)
        {
            return new JsonObject { [name] = new JsonArray(), ["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(BeforeAll)) };
        }

        var answer = new JsonObject();
        page.Write(answer, name, sorted, keyOf, node);
        return answer;
    }

    private string Parent(JsonContext context)
    {
        var id = context.Members.RequiredText("ParentId");
        return store.FindUnit(id) is null ? throw OrganizationErrors.NoParent() : id;
    }

    private void RequirePermission(JsonContext context)
    {
        if (!store.MayLook(RequireOrganization(context)))
        {
            throw OrganizationErrors.NoPermission();
        }
    }

    private string RequireOrganization(JsonContext context)
    {
        var accountId = context.Signer.AccountId;
        return store.IsInUseFor(accountId) ? accountId : throw OrganizationErrors.NotInUse();
    }

    private static JsonObject Unit(UnitRecord unit, string member, JsonNode value) =>
        new() { ["Id"] = unit.Id, ["Arn"] = unit.Arn, ["Name"] = unit.Name, [member] = value };

    private static JsonObject Account(MemberRecord member) => new()
    {
        ["Id"] = member.AccountId,
        ["Arn"] = member.Arn,
        ["Email"] = EmailOf(member.AccountId),
        ["Name"] = member.Name,
        ["Status"] = member.State is SandboxAccountState.PendingClosure ? "PENDING_CLOSURE" : member.State is SandboxAccountState.Active or SandboxAccountState.PendingActivation ? "ACTIVE" : "SUSPENDED",
        ["State"] = StateOf(member.State),
        ["Paths"] = new JsonArray(member.Path),
        ["JoinedMethod"] = "CREATED",
        ["JoinedTimestamp"] = JsonContext.Time(member.Joined),
    };

    private static string StateOf(SandboxAccountState state) => state switch
    {
        SandboxAccountState.PendingActivation => "PENDING_ACTIVATION",
        SandboxAccountState.Suspended => "SUSPENDED",
        SandboxAccountState.PendingClosure => "PENDING_CLOSURE",
        SandboxAccountState.Closed => "CLOSED",
        _ => "ACTIVE",
    };

    private static string EmailOf(string accountId) => "aws+" + accountId + "@example.com";
}
