using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Activity;

/// <summary>Reads the events of one region from page to page, as many as were asked for.</summary>
internal sealed class EventReading
{
    /// <summary>Pages may be empty with others behind them.</summary>
    private const int MostPages = 10_000;

    private readonly string accountId;
    private readonly ITrailService trail;
    private readonly LookupPace pace;
    private readonly int most;
    private readonly Action<int> onRead;

    /// <param name="accountId">The account.</param>
    /// <param name="trail">Its event history.</param>
    /// <param name="pace">Keeps to the quota.</param>
    /// <param name="most">How many events are read.</param>
    /// <param name="onRead">Gets the number of events of each page.</param>
    public EventReading(string accountId, ITrailService trail, LookupPace pace, int most, Action<int> onRead)
    {
        this.accountId = accountId;
        this.trail = trail;
        this.pace = pace;
        this.most = most;
        this.onRead = onRead;
    }

    /// <summary>Reads.</summary>
    /// <param name="region">The region.</param>
    /// <param name="lookup">What is looked for.</param>
    /// <param name="take">Takes an event.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether there are more events than were read.</returns>
    public async Task<bool> ReadAsync(string region, TrailLookup lookup, Action<TrailEvent> take, CancellationToken cancellationToken)
    {
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        int read = 0;
        string? next = null;
        do
        {
            string? token = next;
            TrailPage page = await pace.CallAsync(accountId, region, () => trail.LookUpAsync(region, lookup, token, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (TrailEvent found in page.Events.Take(most - read))
            {
                take(found);
            }

            read += page.Events.Count;
            next = page.NextToken;
            onRead(page.Events.Count);
            if (next is not null && (!tokens.Add(next) || tokens.Count > MostPages))
            {
                throw new ServiceException(ServiceErrorKind.MalformedAnswer, "cloudtrail", "LookupEvents", code: null, "The list leads back to a page that was read, or has no end.");
            }
        }
        while (next is not null && read < most);
        return next is not null || read > most;
    }
}
