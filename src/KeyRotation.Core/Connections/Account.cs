using System;
using System.Collections.Generic;

namespace KeyRotation;

/// <summary>One AWS account and the way into it: a role, and the connection whose credentials assume it.</summary>
public sealed class Account : IResult
{
    /// <summary>The name of sessions that are not given another one.</summary>
    public const string DefaultSessionName = "KeyRotation";

    private readonly ConnectionOptions connection;

    /// <summary>Describes an account.</summary>
    /// <param name="accountId">The twelve digits.</param>
    /// <param name="partition">The partition, as in the second place of an ARN.</param>
    /// <param name="roleName">The role to assume there, with its path where it has one.</param>
    /// <param name="source">The connection whose credentials assume the role.</param>
    public Account(string accountId, string partition, string roleName, ConnectionOptions source)
    {
        AccountId = accountId ?? throw new ArgumentNullException(nameof(accountId));
        Partition = partition ?? throw new ArgumentNullException(nameof(partition));
        RoleArn = $"arn:{partition}:iam::{accountId}:role/{(roleName ?? throw new ArgumentNullException(nameof(roleName))).TrimStart('/')}";
        connection = (source ?? throw new ArgumentNullException(nameof(source))).Into(this);
    }

    /// <summary>The twelve digits.</summary>
    public string AccountId { get; }

    /// <summary>Its name in the organization; null where the organization was not asked.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The organizational unit that it is in: the names from the root down, e.g. Workloads/Production, where the units were
    /// read, else the id of the unit; null where the organization was not asked.
    /// </summary>
    public string? OrganizationalUnit { get; init; }

    /// <summary>The role that is assumed there.</summary>
    public string RoleArn { get; }

    /// <summary>The partition, as in the second place of an ARN.</summary>
    public string Partition { get; }

    /// <summary>The external id that the role's trust asks for; null for none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What CloudTrail shows as the caller's name.</summary>
    public string SessionName { get; init; } = DefaultSessionName;

    /// <summary>
    /// How long a session lasts before it is renewed; null for an hour. A role that is assumed with the credentials of another
    /// role gets an hour at most.
    /// </summary>
    public TimeSpan? SessionDuration { get; init; }

    /// <summary>The tags of the account; null when they were not asked for.</summary>
    public IReadOnlyDictionary<string, string>? Tags
    {
        get;
        init => field = value is null ? null : new TagTexts(value);
    }

    /// <summary>The connection into the account. A method, so that it does not show in formatted, converted or exported output.</summary>
    public ConnectionOptions GetConnection() => connection;

    /// <summary>The account as messages name it.</summary>
    public override string ToString() => string.IsNullOrEmpty(Name) ? "account " + AccountId : $"account {AccountId} ({Name})";
}
