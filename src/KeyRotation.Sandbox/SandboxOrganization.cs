using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Sandbox.Iam.Seeding;
using KeyRotation.Sandbox.Organizations;

namespace KeyRotation.Sandbox;

/// <summary>
/// The organization of the sandbox: the sandbox's first account manages it. There is none before a unit or an account is added. Accounts are
/// entered by roles: each has <see cref="RoleName"/>, which trusts the first account, as accounts have that AWS makes.
/// </summary>
public sealed class SandboxOrganization
{
    /// <summary>The role that each account has from the beginning.</summary>
    public const string RoleName = "OrganizationAccountAccessRole";

    /// <summary>The number of the first account that is made up.</summary>
    private const long FirstNumber = 210_000_000_001;

    private static readonly string[] Stages = ["Production", "Development", "Test"];

    private readonly AccountDirectory accounts;
    private readonly OrganizationStore store;
    private readonly SandboxClock clock;
    private readonly SandboxOptions options;

    internal SandboxOrganization(AccountDirectory accounts, SandboxClock clock, SandboxOptions options)
    {
        this.accounts = accounts;
        this.clock = clock;
        this.options = options;
        store = accounts.Organization;
    }

    /// <summary>Its id, e.g. o-abcdefghij.</summary>
    public string Id => store.Id;

    /// <summary>The id of its root, e.g. r-abcd.</summary>
    public string RootId => store.Root.Id;

    /// <summary>The ids of its accounts, the first account of the sandbox among them, in order.</summary>
    public IReadOnlyList<string> AccountIds => store.MembersIn(parentId: null).Select(member => member.AccountId).ToArray();

    /// <summary>Whether each list begins with an empty page that has another behind it, as those of AWS may; false at first.</summary>
    public bool StartsWithEmptyPages
    {
        get => store.StartsWithEmptyPages;
        set => store.StartsWithEmptyPages = value;
    }

    /// <summary>Makes an organizational unit.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parentId">What it is in; null for the root.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">There is no such parent.</exception>
    public string AddOrganizationalUnit(string name, string? parentId = null) => store.AddUnit(name, UnitOf(parentId)).Id;

    /// <summary>Makes an account with <see cref="RoleName"/> in it.</summary>
    /// <param name="accountId">Twelve digits.</param>
    /// <param name="name">Its name.</param>
    /// <param name="parentId">The unit that it is in; null for the root.</param>
    /// <param name="fill">What else is in it when it is first asked for; null for nothing.</param>
    /// <exception cref="ArgumentException">There is no such parent, or the account is there already.</exception>
    public void AddAccount(string accountId, string name, string? parentId = null, Action<SandboxAccount>? fill = null)
    {
        store.Add(accountId, name, UnitOf(parentId));
        accounts.Add(accountId, account =>
        {
            account.Sts.AddRole(RoleName, allowed: null, new SandboxRoleTrust { AccountIds = [store.ManagementAccountId], LongestSession = TimeSpan.FromHours(12) });
            fill?.Invoke(account);
        });
    }

    /// <summary>The account of this id; null when there is none.</summary>
    /// <param name="accountId">Twelve digits.</param>
    public SandboxAccount? FindAccount(string accountId) => accounts.Find(accountId)?.Account;

    /// <summary>Sets where an account is in its life. To one that is not active, no call is answered.</summary>
    /// <param name="accountId">Twelve digits.</param>
    /// <param name="state">Where it is.</param>
    /// <exception cref="ArgumentException">There is no such account.</exception>
    public void SetState(string accountId, SandboxAccountState state) => MemberOf(accountId).State = state;

    /// <summary>Sets a tag of an account.</summary>
    /// <param name="accountId">Twelve digits.</param>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">There is no such account.</exception>
    public void SetTag(string accountId, string key, string value) => MemberOf(accountId).Tags[key] = value;

    /// <summary>Lets an account list the organization, as its management account may.</summary>
    /// <param name="accountId">Twelve digits.</param>
    public void AddDelegatedAdministrator(string accountId) => store.AddAdministrator(accountId);

    /// <summary>Whether service control policies are in force below the root; true at first.</summary>
    public bool AreServiceControlPoliciesEnabled
    {
        get => store.Policies.AreEnabled;
        set => store.Policies.AreEnabled = value;
    }

    /// <summary>Makes a service control policy. Beside it, AWS's own that allows everything is attached everywhere.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">
    /// The policy as JSON. What it denies is denied to calls of IAM, where the conditions are of the kinds that guardrails have (tags, ARNs of
    /// callers, keys of tags); a deny under another condition denies nothing here.
    /// </param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">It is no JSON object, or longer than 5,120 characters.</exception>
    public string AddServiceControlPolicy(string name, string content) => store.Policies.Add(name, content);

    /// <summary>The ARN of a policy, as a refusal names it.</summary>
    /// <param name="policyId">The policy.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public string PolicyArn(string policyId) => (store.Policies.Find(policyId) ?? throw new ArgumentException("There is no policy '" + policyId + "'.", nameof(policyId))).Arn;

    /// <summary>Attaches a policy to an account, a unit or the root.</summary>
    /// <param name="policyId">The policy.</param>
    /// <param name="targetId">What it is attached to.</param>
    /// <exception cref="ArgumentException">There is no such policy or target.</exception>
    public void AttachPolicy(string policyId, string targetId)
    {
        if (store.FindMember(targetId) is null)
        {
            UnitOf(targetId);
        }

        store.Policies.Attach(policyId, targetId);
    }

    /// <summary>Detaches a policy; nothing happens where it is not attached.</summary>
    /// <param name="policyId">The policy, also AWS's own, p-FullAWSAccess.</param>
    /// <param name="targetId">What it is detached from.</param>
    public void DetachPolicy(string policyId, string targetId) => store.Policies.Detach(policyId, targetId);

    /// <summary>Makes up accounts with users, in units Workloads/Production, Workloads/Development and Workloads/Test.</summary>
    internal void MakeUp(int count)
    {
        if (count == 0)
        {
            return;
        }

        var workloads = AddOrganizationalUnit("Workloads");
        var stages = Stages.Select(stage => AddOrganizationalUnit(stage, workloads)).ToArray();
        for (var index = 0; index < count; index++)
        {
            var seed = options.Seed + 1 + index;
            var name = string.Create(CultureInfo.InvariantCulture, $"workload-{index / stages.Length + 1:D4}-{Stages[index % stages.Length]}");
            AddAccount(
                (FirstNumber + index).ToString(CultureInfo.InvariantCulture),
                name,
                stages[index % stages.Length],
                account => AccountSeeder.Seed(account.Iam, clock.UtcNow, seed, options.Users, options.StaleUsers));
        }
    }

    private UnitRecord UnitOf(string? id) => store.FindUnit(id ?? RootId) ?? throw new ArgumentException("There is no unit '" + id + "'.", nameof(id));

    private MemberRecord MemberOf(string accountId) =>
        store.FindMember(accountId) ?? throw new ArgumentException("There is no account '" + accountId + "'.", nameof(accountId));
}
