using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>
/// Whether someone holds the secret of a replacement: it was used by something other than its verification, or it was delivered
/// to a destination that still holds it. The object in the output alone is no evidence, because a process that ended, or an
/// assignment that never happened, loses it.
/// </summary>
internal sealed class ReplacementGuard
{
    private readonly IDestinationMap allDestinations;

    /// <param name="destinations">The destinations that can be asked; for those that are not among them the journal alone is believed, but not for a place elsewhere.</param>
    public ReplacementGuard(IDestinationMap destinations) => allDestinations = destinations;

    /// <summary>What speaks against relying on the replacement; null when nothing does.</summary>
    public async Task<KeyRotationException?> ObjectAsync(UserState user, ListedKey old, ListedKey replacement, CancellationToken cancellationToken)
    {
        KeyRecord? record = user.Journal.RecordOf(replacement.AccessKeyId);
        IReadOnlyList<IDestination> destinations = record?.At is null ? [] : allDestinations.Find(user.ToPlace()) ?? [];
        if (await IsDeliveredAsync(user, replacement, destinations, record?.At, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        EvidenceOfUse use = await user.LastUseAsync(replacement.AccessKeyId, cancellationToken).ConfigureAwait(false);
        return use.Kind == UseKind.Unknown ? RetirementFailures.ReplacementUnknown(user.Reference(old.AccessKeyId), replacement.AccessKeyId, use)
            : !LastUse.IsVerificationAtMost(replacement, use) ? null
            : record?.At is string places && IsUnasked(destinations, places) ? RetirementFailures.DestinationNotAsked(user.Reference(old.AccessKeyId), replacement.AccessKeyId, places)
            : RetirementFailures.ReplacementNeverUsed(user.Reference(old.AccessKeyId), replacement.AccessKeyId, record?.At);
    }

    /// <summary>Whether the secret lies in another account alone, where it may be gone without a trace in this one, and no destination that was given leads there.</summary>
    private static bool IsUnasked(IReadOnlyList<IDestination> destinations, string places) => !Among(destinations, places).Any() && Array.TrueForAll(places.Split('+'), PlaceName.IsElsewhere);

    private static IEnumerable<IDestination> Among(IReadOnlyList<IDestination> destinations, string places) => destinations.Where(destination => places.Split('+').Contains(destination.Place));

    private static async Task<bool> IsDeliveredAsync(UserState user, ListedKey replacement, IReadOnlyList<IDestination> destinations, string? places, CancellationToken cancellationToken)
    {
        if (places is null or KeyRecord.Output)
        {
            return false;
        }

        foreach (IDestination destination in Among(destinations, places))
        {
            try
            {
                if (await destination.FindAsync(user.Owner, replacement.AccessKeyId, cancellationToken).ConfigureAwait(false) is not null)
                {
                    return true;
                }
            }
            catch (DestinationException)
            {
                // It cannot be asked, which proves nothing: the key's use decides.
            }
        }

        return !Among(destinations, places).Any() && !IsUnasked(destinations, places);
    }
}
