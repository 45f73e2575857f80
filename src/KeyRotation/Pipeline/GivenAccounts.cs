using System;
using System.Collections.Generic;

namespace KeyRotation.Commands.Pipeline;

/// <summary>The accounts that a cmdlet was given, each once, in the order in which they came.</summary>
internal sealed class GivenAccounts
{
    private readonly List<Account> accounts = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public int Count => accounts.Count;

    public void Add(IEnumerable<Account>? more)
    {
        foreach (Account account in more ?? [])
        {
            if (ids.Add(account.AccountId))
            {
                accounts.Add(account);
            }
        }
    }

    /// <summary>The ways into them.</summary>
    /// <param name="region">The region; null for that of each.</param>
    /// <param name="endpointUrl">The endpoint; null for that of each.</param>
    public IReadOnlyList<ConnectionOptions> Connections(string? region, string? endpointUrl) =>
        accounts.ConvertAll(account => (region ?? endpointUrl) is null ? account.GetConnection() : account.GetConnection().At(region, endpointUrl));
}
