using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>
/// Finds the keys of an account that are known to be in the wrong hands or in public. A source that cannot be asked is one failure; the others
/// are asked all the same.
/// </summary>
public sealed class CompromiseSearch
{
    private readonly AccountSession account;
    private readonly IKeyLookup lookup;
    private readonly Func<string?, IFindingService> findingsIn;
    private readonly CompromiseOptions options;
    private readonly IReport report;

    /// <summary>Prepares a search.</summary>
    /// <param name="account">The account.</param>
    /// <param name="lookup">Finds out whose a key is.</param>
    /// <param name="findingsIn">Gives GuardDuty in a region; null for the connection's own.</param>
    /// <param name="options">Where to look.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects, failures and warnings.</param>
    public CompromiseSearch(AccountSession account, IKeyLookup lookup, Func<string?, IFindingService> findingsIn, CompromiseOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.lookup = lookup ?? throw new ArgumentNullException(nameof(lookup));
        this.findingsIn = findingsIn ?? throw new ArgumentNullException(nameof(findingsIn));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Runs the search.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var sightings = new List<KeySighting>();
        foreach (CompromiseInput input in options.Inputs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sightings.AddRange(CompromiseFile.Read(input, report));
        }

        if (options.Inputs.Count == 0)
        {
            await AskAsync(sightings, cancellationToken).ConfigureAwait(false);
        }

        await new SightedKeys(account, lookup, options.IncludeInactive, report).GiveAsync(sightings, cancellationToken).ConfigureAwait(false);
    }

    private async Task AskAsync(List<KeySighting> sightings, CancellationToken cancellationToken)
    {
        string?[] regions = !options.AsksGuardDuty ? [] : options.FindingRegions.Count == 0 ? [null] : [.. options.FindingRegions.Distinct(StringComparer.Ordinal)];
        List<Task<IReadOnlyList<KeySighting>>> sources = regions
            .Select(region => AskAsync($"GuardDuty{(region is null ? string.Empty : " in " + region)}", () => new GuardDutySource(findingsIn(region), report).FindAsync(cancellationToken)))
            .ToList();
        if (options.AsksQuarantinePolicies)
        {
            sources.Add(AskAsync("The quarantine policies of AWS", () => new QuarantinePolicySource(account, lookup, report).FindAsync(cancellationToken)));
        }

        foreach (Task<IReadOnlyList<KeySighting>> source in sources)
        {
            sightings.AddRange(await source.ConfigureAwait(false));
        }
    }

    private async Task<IReadOnlyList<KeySighting>> AskAsync(string name, Func<Task<IReadOnlyList<KeySighting>>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (ServiceException problem)
        {
            report.Failure(CompromiseFailures.SourceNotAsked(name, Failures.Service(problem, target: null)));
        }
        catch (KeyRotationException problem)
        {
            report.Failure(CompromiseFailures.SourceNotAsked(name, problem));
        }

        return [];
    }
}
