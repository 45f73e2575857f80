using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Organizations;

/// <summary>The organization: its units, its accounts and who may look at them. Safe for many threads.</summary>
internal sealed class OrganizationStore
{
    private readonly object gate = new();
    private readonly AccountIdentity management;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;
    private readonly SortedDictionary<string, UnitRecord> units = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MemberRecord> members = new(StringComparer.Ordinal);
    private readonly HashSet<string> administrators = new(StringComparer.Ordinal);

    public OrganizationStore(AccountIdentity management, SandboxClock clock, IdentifierSource identifiers)
    {
        this.management = management;
        this.clock = clock;
        this.identifiers = identifiers;
        Id = "o-" + Letters(10);
        var rootId = "r-" + Letters(4);
        Root = new UnitRecord(rootId, "Root", ParentId: null, ArnOf("root", rootId), Id + "/" + rootId + "/");
        units.Add(rootId, Root);
        Policies = new ControlPolicyStore(management.Partition, id => ArnOf("policy", "service_control_policy/" + id), () => "p-" + Letters(10));
        administrators.Add(management.AccountId);
        Add(management.AccountId, "management", Root);
    }

    public string Id { get; }

    public UnitRecord Root { get; }

    public string Arn => management.ArnOf("organizations", "organization/" + Id);

    public string ManagementAccountId => management.AccountId;

    public string ManagementAccountArn => ArnOf("account", management.AccountId);

    /// <summary>Its service control policies.</summary>
    public ControlPolicyStore Policies { get; }

    /// <summary>Whether each list begins with a page that holds nothing, as those of AWS may.</summary>
    public bool StartsWithEmptyPages { get; set; }

    /// <summary>Whether there is an organization for this account: an account alone is in none.</summary>
    public bool IsInUseFor(string accountId) => Locked(() => (members.Count > 1 || units.Count > 1) && members.ContainsKey(accountId));

    public bool MayLook(string accountId) => Locked(() => administrators.Contains(accountId));

    public UnitRecord? FindUnit(string id) => Locked(() => units.GetValueOrDefault(id));

    public MemberRecord? FindMember(string accountId) => Locked(() => members.GetValueOrDefault(accountId));

    /// <summary>The units right below one, sorted by id.</summary>
    public IReadOnlyList<UnitRecord> UnitsIn(string parentId) => Locked(() => units.Values.Where(unit => unit.ParentId == parentId).ToArray());

    /// <summary>The accounts right below a unit, or all of them, sorted by id.</summary>
    public IReadOnlyList<MemberRecord> MembersIn(string? parentId) =>
        Locked(() => members.Values.Where(member => parentId is null || member.Parent.Id == parentId).ToArray());

    /// <summary>What an account or a unit is in; null where there is no such thing, and for the root.</summary>
    public UnitRecord? ParentOf(string childId) => Locked(() =>
        members.TryGetValue(childId, out var member) ? member.Parent
        : units.TryGetValue(childId, out var unit) && unit.ParentId is { } parentId ? units[parentId]
        : null);

    /// <summary>The ARN of the policy that denies a call to an account of the organization; null where none does. None reaches the management account.</summary>
    public string? DenyingPolicy(string accountId, ControlledCall call)
    {
        if (accountId == ManagementAccountId || !Policies.AreEnabled || FindMember(accountId) is not { } member)
        {
            return null;
        }

        var targets = new List<string> { accountId };
        for (var unit = member.Parent; unit is not null; unit = ParentOf(unit.Id))
        {
            targets.Add(unit.Id);
        }

        return targets.SelectMany(Policies.AttachedTo).FirstOrDefault(policy => policy.Denies(call))?.Arn;
    }

    public UnitRecord AddUnit(string name, UnitRecord parent)
    {
        lock (gate)
        {
            var id = "ou-" + Root.Id[2..] + "-" + Letters(8);
            var unit = new UnitRecord(id, name, parent.Id, ArnOf("ou", id), parent.Path + id + "/");
            units.Add(id, unit);
            return unit;
        }
    }

    /// <exception cref="ArgumentException">It is in the organization already.</exception>
    public MemberRecord Add(string accountId, string name, UnitRecord parent)
    {
        lock (gate)
        {
            var member = new MemberRecord { AccountId = accountId, Name = name, Arn = ArnOf("account", accountId), Parent = parent, Joined = clock.UtcNow };
            members.Add(accountId, member);
            return member;
        }
    }

    public void AddAdministrator(string accountId) => Locked(() => administrators.Add(accountId));

    private string ArnOf(string kind, string id) => management.ArnOf("organizations", kind + "/" + Id + "/" + id);

#pragma warning disable CA1308 // The ids of Organizations are in lower case.
    private string Letters(int length) => identifiers.Letters(length).ToLowerInvariant();
#pragma warning restore CA1308

    private T Locked<T>(Func<T> body)
    {
        lock (gate)
        {
            return body();
        }
    }
}
