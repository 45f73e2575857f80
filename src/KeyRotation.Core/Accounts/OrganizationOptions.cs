using System;
using System.Collections.Generic;

namespace KeyRotation.Accounts;

/// <summary>Which accounts of an organization are given.</summary>
public sealed record OrganizationOptions
{
    /// <summary>The units whose accounts are given, those of units below them too: ids, or names from the root down. None for all accounts.</summary>
    public IReadOnlyCollection<string> Units { get; init; } = [];

    /// <summary>Accounts that are left out.</summary>
    public IReadOnlyCollection<string> ExcludedAccountIds { get; init; } = [];

    /// <summary>Whether the tags of each account are read, at one call each.</summary>
    public bool IncludeTags { get; init; }

    /// <summary>Makes the object of an account: what it was listed as, its unit, and its tags where they were read.</summary>
    public required Func<ListedAccount, string?, IReadOnlyDictionary<string, string>?, Account> Create { get; init; }
}
