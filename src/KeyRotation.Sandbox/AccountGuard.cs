using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Organizations;
using KeyRotation.Sandbox.Query;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox;

/// <summary>Asks the organization whether its service control policies deny what somebody wants of IAM in the account.</summary>
internal sealed class AccountGuard
{
    private readonly SandboxAccount account;
    private readonly OrganizationStore organization;

    public AccountGuard(SandboxAccount account, OrganizationStore organization)
    {
        this.account = account;
        this.organization = organization;
    }

    /// <summary>The ARN of the policy that denies an action; null where none does.</summary>
    public string? DenyingPolicy(QueryContext context, string action)
    {
        var signer = context.Signer;
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase) { ["aws:PrincipalArn"] = [PrincipalArn(signer)] };
        AddTags(values, "aws:PrincipalTag/", signer.UserName);
        var target = context.Parameters.Optional("UserName") ?? signer.UserName;
        AddTags(values, "iam:ResourceTag/", target);
        AddTags(values, "aws:ResourceTag/", target);
        var keys = context.Parameters.Tags().Select(tag => tag.Key).Concat(context.Parameters.Has("TagKeys") ? context.Parameters.RequiredList("TagKeys") : []).ToArray();
        if (keys.Length > 0)
        {
            values["aws:TagKeys"] = keys;
        }

        var user = target is null ? null : account.FindUser(target);
        return organization.DenyingPolicy(account.AccountId, new ControlledCall(action, user?.Arn ?? "*") { Context = values });
    }

    /// <summary>Of a session the ARN of its role, as AWS compares it.</summary>
    private static string PrincipalArn(Signer signer)
    {
        var parts = signer.Arn.Split(':');
        return parts[2] == "sts" && parts[5].Split('/') is ["assumed-role", var role, _] ? string.Join(':', parts[0], parts[1], "iam", parts[3], parts[4], "role/" + role) : signer.Arn;
    }

    private void AddTags(Dictionary<string, IReadOnlyList<string>> values, string prefix, string? userName)
    {
        if (userName is null || account.FindUser(userName) is null)
        {
            return;
        }

        foreach (var (key, value) in account.Tags(userName))
        {
            values[prefix + key] = [value];
        }
    }
}
