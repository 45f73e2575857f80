using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// What there is of an organization to read. Every member throws <see cref="ServiceException"/> when the service refuses or
/// does not answer. Lists are complete: pages are read to the end.
/// </summary>
public interface IOrganizationService
{
    /// <summary>The organization that the account is in. Any of its accounts may ask.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<Organization> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>The roots; there is one.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<OrganizationalUnit>> ListRootsAsync(CancellationToken cancellationToken);

    /// <summary>The units right below one.</summary>
    /// <param name="parentId">A root or a unit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<OrganizationalUnit>> ListUnitsAsync(string parentId, CancellationToken cancellationToken);

    /// <summary>The accounts right below a unit, or all of the organization, page by page: there may be thousands.</summary>
    /// <param name="parentId">A root or a unit; null for the whole organization.</param>
    /// <param name="onPage">Takes a page; the next one is asked for when it has ended.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task ListAccountsAsync(string? parentId, Func<IReadOnlyList<ListedAccount>, Task> onPage, CancellationToken cancellationToken);

    /// <summary>The tags of one account.</summary>
    /// <param name="accountId">Twelve digits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyDictionary<string, string>> ListTagsAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>The id of what an account or a unit is in: a unit, or the root.</summary>
    /// <param name="childId">An account or a unit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string> GetParentIdAsync(string childId, CancellationToken cancellationToken);

    /// <summary>The service control policies that are attached to a root, a unit or an account itself.</summary>
    /// <param name="targetId">What they are attached to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<AttachedPolicy>> ListServiceControlPoliciesAsync(string targetId, CancellationToken cancellationToken);

    /// <summary>The text of a policy.</summary>
    /// <param name="policyId">The policy.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string> GetPolicyTextAsync(string policyId, CancellationToken cancellationToken);
}

/// <summary>A policy of an organization that is attached to something.</summary>
/// <param name="Id">E.g. p-examplepol.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
public sealed record AttachedPolicy(string Id, string Name, string Arn);

/// <summary>An organization.</summary>
/// <param name="Id">E.g. o-exampleorg.</param>
/// <param name="ManagementAccountId">The account that manages it.</param>
public sealed record Organization(string Id, string ManagementAccountId);

/// <summary>The root of an organization, or a unit below it.</summary>
/// <param name="Id">E.g. r-abcd or ou-abcd-12345678.</param>
/// <param name="Name">Its name.</param>
public sealed record OrganizationalUnit(string Id, string Name)
{
    /// <summary>The state of policies that are in force.</summary>
    public const string Enabled = "ENABLED";

    /// <summary>Of a root: whether service control policies are in force below it, in AWS's words; null where they are off.</summary>
    public string? ServiceControlPolicies { get; init; }
}

/// <summary>An account as the organization lists it.</summary>
/// <param name="AccountId">The twelve digits.</param>
/// <param name="Name">Its name.</param>
public sealed record ListedAccount(string AccountId, string Name)
{
    /// <summary>The state of an account that can be worked with.</summary>
    public const string Active = "ACTIVE";

    /// <summary>Where it is in its life, in AWS's words.</summary>
    public string State { get; init; } = Active;

    /// <summary>The unit that it is in, or the root; null where that is not known.</summary>
    public string? UnitId { get; init; }
}
