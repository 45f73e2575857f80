using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>Whom policies of AWS are attached to. Of the policies themselves the sandbox knows the names alone, and only those of leaked keys.</summary>
internal sealed class IamPolicies
{
    private const string Quarantine = ":iam::aws:policy/AWSCompromisedKeyQuarantine";

    private readonly IamStore store;

    public IamPolicies(IamStore store) => this.store = store;

    public IEnumerable<QueryOperation> Operations() =>
    [
        new("ListEntitiesForPolicy", ListEntities) { Resource = context => "policy " + context.Parameters.Required("PolicyArn") },
    ];

    private IEnumerable<XElement> ListEntities(QueryContext context)
    {
        var arn = context.Parameters.Required("PolicyArn");
        if (!arn.Contains(Quarantine, StringComparison.Ordinal))
        {
            throw new AwsErrorException("NoSuchEntity", 404, "Policy " + arn + " was not found.");
        }

        var areAsked = context.Parameters.Optional("EntityFilter") is null or "User";
        var users = areAsked ? store.UsersOfPolicy(arn) : [];
        return context.Page("PolicyUsers", users, user => user.UserName, user => context.Element("member", context.Element("UserName", user.UserName), context.Element("UserId", user.UserId)))
            .Append(context.Element("PolicyGroups"))
            .Append(context.Element("PolicyRoles"));
    }
}
