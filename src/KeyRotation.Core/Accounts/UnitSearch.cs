using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Accounts;

/// <summary>Finds organizational units by their ids, or by their names from the root down.</summary>
internal sealed class UnitSearch
{
    private const char Separator = '/';

    private readonly IOrganizationService organization;
    private OrganizationalUnit? root;

    public UnitSearch(IOrganizationService organization) => this.organization = organization;

    /// <summary>The path of a unit that is in another one.</summary>
    public static string PathOf(string parent, string name) => parent.Length == 0 ? name : parent + Separator + name;

    /// <summary>The id of a unit, and its path as far as it is known; that of the root is empty.</summary>
    /// <exception cref="KeyRotationException">There is no unit of that name.</exception>
    public async Task<(string Id, string Path)> FindAsync(string wanted, CancellationToken cancellationToken)
    {
        if (wanted.StartsWith("ou-", StringComparison.Ordinal))
        {
            return (wanted, wanted);
        }

        if (wanted.StartsWith("r-", StringComparison.Ordinal))
        {
            return (wanted, string.Empty);
        }

        root ??= (await organization.ListRootsAsync(cancellationToken).ConfigureAwait(false)).Single();
        (string id, string path) = (root.Id, string.Empty);
        foreach (string name in wanted.Split(Separator).Where(name => name.Length > 0))
        {
            IReadOnlyList<OrganizationalUnit> units = await organization.ListUnitsAsync(id, cancellationToken).ConfigureAwait(false);
            OrganizationalUnit unit = units.FirstOrDefault(unit => string.Equals(unit.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw OrganizationFailures.UnitNotFound(wanted, units.Select(unit => PathOf(path, unit.Name)).ToList(), problem: null);
            (id, path) = (unit.Id, PathOf(path, unit.Name));
        }

        return (id, path);
    }
}
