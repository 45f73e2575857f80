using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.Organizations;

/// <summary>AWS Organizations (API version 2016-11-28). Its pages hold 20 items at most, and may be empty with others behind them.</summary>
internal sealed class OrganizationsClient : IOrganizationService, IDisposable
{
    private const int ItemsOnPage = 20;

    private const string ServiceControlPolicy = "SERVICE_CONTROL_POLICY";

    /// <summary>Twenty items a page: ten times the pages of other lists, for as many accounts as an organization can have.</summary>
    private const int MostPages = 10 * AnswerLimits.MostPages;

    private readonly JsonClient client;

    public OrganizationsClient(AWSCredentials credentials, ServiceClientConfig config) => client = new JsonClient(credentials, config);

    public async Task<Organization> DescribeAsync(CancellationToken cancellationToken)
    {
        const string operation = "DescribeOrganization";
        JsonAnswer answer = await client.CallAsync(new JsonRequest(operation), cancellationToken).ConfigureAwait(false);
        JsonAnswer organization = answer.Root.TryGetProperty("Organization", out JsonElement found) ? new JsonAnswer { Root = found } : throw client.Malformed(operation, "'Organization' is missing");
        return new Organization(Required(operation, organization, "Id"), Required(operation, organization, "MasterAccountId"));
    }

    public async Task<IReadOnlyList<OrganizationalUnit>> ListRootsAsync(CancellationToken cancellationToken)
    {
        const string operation = "ListRoots";
        var roots = new List<OrganizationalUnit>();
        await ListAsync(new JsonRequest(operation), "Roots", page => Add(roots, page, item => Unit(operation, item) with { ServiceControlPolicies = StateOf(item) }), cancellationToken).ConfigureAwait(false);
        return roots.Count == 1 ? roots : throw client.Malformed(operation, $"the organization has {roots.Count} roots");
    }

    public async Task<IReadOnlyList<OrganizationalUnit>> ListUnitsAsync(string parentId, CancellationToken cancellationToken)
    {
        const string operation = "ListOrganizationalUnitsForParent";
        var units = new List<OrganizationalUnit>();
        await ListAsync(new JsonRequest(operation).With("ParentId", parentId), "OrganizationalUnits", page => Add(units, page, item => Unit(operation, item)), cancellationToken).ConfigureAwait(false);
        return units;
    }

    public Task ListAccountsAsync(string? parentId, Func<IReadOnlyList<ListedAccount>, Task> onPage, CancellationToken cancellationToken)
    {
        string operation = parentId is null ? "ListAccounts" : "ListAccountsForParent";
        return ListAsync(new JsonRequest(operation).With("ParentId", parentId), "Accounts", page => onPage(page.ConvertAll(item => Account(operation, item))), cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, string>> ListTagsAsync(string accountId, CancellationToken cancellationToken)
    {
        const string operation = "ListTagsForResource";
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        await ListAsync(
            new JsonRequest(operation).With("ResourceId", accountId),
            "Tags",
            page =>
            {
                page.ForEach(tag => tags[Required(operation, tag, "Key")] = Required(operation, tag, "Value"));
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return tags;
    }

    public async Task<string> GetParentIdAsync(string childId, CancellationToken cancellationToken)
    {
        const string operation = "ListParents";
        var parents = new List<string>();
        await ListAsync(new JsonRequest(operation).With("ChildId", childId), "Parents", page => Add(parents, page, item => Required(operation, item, "Id")), cancellationToken).ConfigureAwait(false);
        return parents.Count == 1 ? parents[0] : throw client.Malformed(operation, $"{childId} has {parents.Count} parents");
    }

    public async Task<IReadOnlyList<AttachedPolicy>> ListServiceControlPoliciesAsync(string targetId, CancellationToken cancellationToken)
    {
        const string operation = "ListPoliciesForTarget";
        var policies = new List<AttachedPolicy>();
        await ListAsync(
            new JsonRequest(operation).With("TargetId", targetId).With("Filter", ServiceControlPolicy),
            "Policies",
            page => Add(policies, page, item => new AttachedPolicy(Required(operation, item, "Id"), item.Text("Name") ?? string.Empty, item.Text("Arn") ?? string.Empty)),
            cancellationToken).ConfigureAwait(false);
        return policies;
    }

    public async Task<string> GetPolicyTextAsync(string policyId, CancellationToken cancellationToken)
    {
        const string operation = "DescribePolicy";
        JsonAnswer answer = await client.CallAsync(new JsonRequest(operation).With("PolicyId", policyId), cancellationToken).ConfigureAwait(false);
        return answer.Root.TryGetProperty("Policy", out JsonElement policy) ? Required(operation, new JsonAnswer { Root = policy }, "Content") : throw client.Malformed(operation, "'Policy' is missing");
    }

    public void Dispose() => client.Dispose();

    private static Task Add<T>(List<T> items, List<JsonAnswer> page, Func<JsonAnswer, T> read)
    {
        items.AddRange(page.Select(read));
        return Task.CompletedTask;
    }

    private async Task ListAsync(JsonRequest request, string list, Func<List<JsonAnswer>, Task> onPage, CancellationToken cancellationToken)
    {
        var walk = new PageWalk(client, request.Operation, MostPages);

        // ListTagsForResource alone does not let the caller say how many.
        if (list != "Tags")
        {
            request.With("MaxResults", ItemsOnPage);
        }

        string? next;
        do
        {
            JsonAnswer page = await client.CallAsync(request, cancellationToken).ConfigureAwait(false);
            List<JsonAnswer> items = page.Items(list).ToList();
            next = page.Text("NextToken") is { Length: > 0 } token ? token : null;
            walk.Add(items.Count, page.ContentLength, next);
            if (items.Count > 0)
            {
                await onPage(items).ConfigureAwait(false);
            }

            request = request.Copy().With("NextToken", next);
        }
        while (next is not null);
    }

    private OrganizationalUnit Unit(string operation, JsonAnswer item) => new(Required(operation, item, "Id"), Required(operation, item, "Name"));

    private static string? StateOf(JsonAnswer root) => root.Items("PolicyTypes").FirstOrDefault(type => type.Text("Type") == ServiceControlPolicy)?.Text("Status");

    /// <summary><c>State</c> is what counts; servers that do not have it yet say the same of an active account in <c>Status</c>.</summary>
    private ListedAccount Account(string operation, JsonAnswer item) => new(Required(operation, item, "Id"), item.Text("Name") ?? string.Empty)
    {
        State = item.Text("State") ?? item.Text("Status") ?? ListedAccount.Active,
        UnitId = UnitOf(item),
    };

    /// <summary>The last unit of a path such as <c>o-a/r-b/ou-c/ou-d/123456789012/</c>; the root where there is no unit; null where there is no path.</summary>
    private static string? UnitOf(JsonAnswer item) =>
        item.Root.TryGetProperty("Paths", out JsonElement paths) && paths.ValueKind == JsonValueKind.Array && paths.GetArrayLength() > 0 && paths[0].ValueKind == JsonValueKind.String
            ? Array.FindLast(paths[0].GetString()!.Split('/'), part => part.StartsWith("ou-", StringComparison.Ordinal) || part.StartsWith("r-", StringComparison.Ordinal))
            : null;

    private string Required(string operation, JsonAnswer item, string name) => item.Text(name) ?? throw client.Malformed(operation, $"'{name}' is missing");
}
