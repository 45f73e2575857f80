using System;
using System.Collections.Concurrent;
using KeyRotation.Sandbox.Organizations;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

/// <summary>
/// The accounts of the sandbox: the first one, and those of its organization, each of which is made when it is first asked for. Safe for many threads.
/// </summary>
internal sealed class AccountDirectory
{
    private readonly ConcurrentDictionary<string, Lazy<AccountRoom>> others = new(StringComparer.Ordinal);
    private readonly SandboxClock clock;
    private readonly SandboxOptions options;

    public AccountDirectory(SandboxClock clock, SandboxOptions options)
    {
        this.clock = clock;
        this.options = options;
        var identifiers = new IdentifierSource(options.Seed);
        var first = new SandboxAccount(clock, options, options.AccountId, identifiers);
        Organization = new OrganizationStore(new AccountIdentity(options.Partition, options.AccountId), clock, new IdentifierSource(options.Seed, options.AccountId));
        First = RoomOf(first);
    }

    public AccountRoom First { get; }

    public OrganizationStore Organization { get; }

    /// <summary>Adds an account.</summary>
    /// <param name="accountId">Twelve digits.</param>
    /// <param name="fill">What is in it when it is first asked for.</param>
    public void Add(string accountId, Action<SandboxAccount> fill) => others[accountId] = new Lazy<AccountRoom>(() =>
    {
        var account = new SandboxAccount(clock, options, accountId, new IdentifierSource(options.Seed, accountId));
        fill(account);
        return RoomOf(account);
    });

    /// <summary>The account of this id; null when there is none.</summary>
    public AccountRoom? Find(string accountId) =>
        accountId == options.AccountId ? First : others.TryGetValue(accountId, out var room) ? room.Value : null;

    /// <summary>The account of an access key; the first one where nothing is known of the key.</summary>
    public AccountRoom OfKey(string? accessKeyId) => (accessKeyId is null ? null : AccessKeyIds.AccountOf(accessKeyId)) is { } accountId
        && Organization.FindMember(accountId) is { } member && Find(accountId) is { } room
            ? member.State == SandboxAccountState.Active ? room : First
            : First;

    private AccountRoom RoomOf(SandboxAccount account) => new(account, clock, options, Organization, RolesOf, AccountOf);

    private string? AccountOf(string accessKeyId) =>
        First.Account.FindKey(accessKeyId) is not null ? options.AccountId
        : AccessKeyIds.AccountOf(accessKeyId) is { } accountId && Organization.FindMember(accountId) is not null ? accountId
        : null;

    private Sts.StsStore? RolesOf(string accountId) => Organization.FindMember(accountId) is { State: SandboxAccountState.Active } ? Find(accountId)?.Account.Sts : null;
}
