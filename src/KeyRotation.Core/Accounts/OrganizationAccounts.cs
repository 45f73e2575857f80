using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Accounts;

/// <summary>Lists the accounts of an organization that can be worked with: each once, and none that is suspended or closed.</summary>
public sealed class OrganizationAccounts
{
    private const string Activity = "Listing accounts";

    private readonly IOrganizationService organization;
    private readonly OrganizationOptions options;
    private readonly IReport report;
    private readonly HashSet<string> seen;
    private int found;

    /// <summary>Prepares a list.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="options">Which accounts.</param>
    /// <param name="report">Receives <see cref="Account"/> objects as they are found, and the failure of a unit that is not there.</param>
    public OrganizationAccounts(IOrganizationService organization, OrganizationOptions options, IReport report)
    {
        this.organization = organization ?? throw new ArgumentNullException(nameof(organization));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        seen = new HashSet<string>(options.ExcludedAccountIds, StringComparer.Ordinal);
    }

    /// <summary>Lists them.</summary>
    /// <param name="signer">Who signs, for messages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">The signer may not list the organization, or its account is in none.</exception>
    public async Task RunAsync(CallerIdentity signer, CancellationToken cancellationToken)
    {
        if (signer is null)
        {
            throw new ArgumentNullException(nameof(signer));
        }

        try
        {
            await (options.Units.Count == 0 ? ListAsync(parentId: null, unit: null, cancellationToken) : WalkAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NoOrganization)
        {
            throw OrganizationFailures.NoOrganization(signer, problem);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.AccessDenied)
        {
            throw OrganizationFailures.OrganizationNotListed(signer, await ManagementAccountIdAsync(cancellationToken).ConfigureAwait(false), problem);
        }
    }

    private async Task WalkAsync(CancellationToken cancellationToken)
    {
        var units = new UnitSearch(organization);
        foreach (string wanted in options.Units)
        {
            try
            {
                (string id, string path) = await units.FindAsync(wanted, cancellationToken).ConfigureAwait(false);
                await WalkAsync(id, path, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
            {
                report.Failure(OrganizationFailures.UnitNotFound(wanted, [], problem));
            }
            catch (KeyRotationException failure) when (failure.ErrorId == OrganizationFailures.UnitNotFoundId)
            {
                report.Failure(failure);
            }
        }
    }

    private async Task WalkAsync(string id, string path, CancellationToken cancellationToken)
    {
        await ListAsync(id, path, cancellationToken).ConfigureAwait(false);
        foreach (OrganizationalUnit unit in await organization.ListUnitsAsync(id, cancellationToken).ConfigureAwait(false))
        {
            await WalkAsync(unit.Id, UnitSearch.PathOf(path, unit.Name), cancellationToken).ConfigureAwait(false);
        }
    }

    private Task ListAsync(string? parentId, string? unit, CancellationToken cancellationToken) => organization.ListAccountsAsync(
        parentId,
        async accounts =>
        {
            foreach (ListedAccount account in accounts.Where(account => seen.Add(account.AccountId)))
            {
                await TakeAsync(account, unit ?? account.UnitId, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private async Task TakeAsync(ListedAccount account, string? unit, CancellationToken cancellationToken)
    {
        if (account.State != ListedAccount.Active)
        {
            report.Verbose($"Account {account.AccountId} ({account.Name}) is left out: AWS Organizations says that it is {account.State}.");
            return;
        }

        IReadOnlyDictionary<string, string>? tags = options.IncludeTags ? await organization.ListTagsAsync(account.AccountId, cancellationToken).ConfigureAwait(false) : null;
        report.Progress(new WorkProgress(Activity, $"{account.AccountId} {account.Name}", ++found, Total: 0));
        await report.ResultAsync(options.Create(account, unit, tags)).ConfigureAwait(false);
    }

    private async Task<string?> ManagementAccountIdAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await organization.DescribeAsync(cancellationToken).ConfigureAwait(false)).ManagementAccountId;
        }
        catch (ServiceException)
        {
            // It would only have made the message better.
            return null;
        }
    }
}
