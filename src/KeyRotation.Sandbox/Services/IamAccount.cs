using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>The operations on the account as a whole.</summary>
internal sealed class IamAccount
{
    private readonly SandboxAccount account;

    public IamAccount(SandboxAccount account) => this.account = account;

    public IEnumerable<ServiceOperation> Operations() =>
    [
        new("GetAccountSummary", Summary) { Resource = _ => "*" },
        new("ListAccountAliases", Aliases) { Resource = _ => "*" },
    ];

    private IEnumerable<XElement> Summary(OperationContext context)
    {
        (string Key, int Value)[] entries =
        [
            ("AccessKeysPerUserQuota", SandboxAccount.MostKeysPerUser),
            ("AccountAccessKeysPresent", account.RootHasAccessKey ? 1 : 0),
            ("AccountMFAEnabled", 1),
            ("AccountPasswordPresent", 1),
            ("AccountSigningCertificatesPresent", 0),
            ("Groups", 0),
            ("MFADevices", 0),
            ("MFADevicesInUse", 0),
            ("Policies", 0),
            ("Roles", account.RoleCount),
            ("Users", account.UserCount),
            ("UsersQuota", SandboxAccount.MostUsers),
        ];
        yield return context.Element("SummaryMap", entries.Select(entry => context.Element(
            "entry", context.Element("key", entry.Key), context.Element("value", entry.Value.ToString(CultureInfo.InvariantCulture)))));
    }

    private IEnumerable<XElement> Aliases(OperationContext context)
    {
        string[] aliases = account.AccountAlias is { } alias ? [alias] : [];
        return context.Page("AccountAliases", aliases, name => name, name => context.Element("member", name));
    }
}
