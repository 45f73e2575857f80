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
    private readonly IReadOnlyList<IDestination> destinations;

    /// <param name="destinations">The destinations that can be asked; the journal alone is believed for the kinds that are not among them.</param>
    public ReplacementGuard(IReadOnlyList<IDestination> destinations) => this.destinations = destinations;

    /// <summary>What speaks against relying on the replacement; null when nothing does.</summary>
    public async Task<KeyRotationException?> ObjectAsync(UserState user, ListedKey old, ListedKey replacement, CancellationToken cancellationToken)
    {
        KeyRecord? record = user.Journal.RecordOf(replacement.AccessKeyId);
        if (await IsDeliveredAsync(user, replacement, record?.At, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        EvidenceOfUse use = await user.LastUseAsync(replacement.AccessKeyId, cancellationToken).ConfigureAwait(false);
        return use.Kind == UseKind.Unknown ? RetirementFailures.ReplacementUnknown(user.Reference(old.AccessKeyId), replacement.AccessKeyId, use)
            : LastUse.IsVerificationAtMost(replacement, use) ? RetirementFailures.ReplacementNeverUsed(user.Reference(old.AccessKeyId), replacement.AccessKeyId, record?.At)
            : null;
    }

    private async Task<bool> IsDeliveredAsync(UserState user, ListedKey replacement, string? places, CancellationToken cancellationToken)
    {
        if (places is null or KeyRecord.Output)
        {
            return false;
        }

        List<IDestination> known = destinations.Where(destination => places.Split('+').Contains(destination.Kind)).ToList();
        foreach (IDestination destination in known)
        {
            try
            {
                if (await destination.FindAsync(new KeyOwner(user.AccountId, user.UserName), replacement.AccessKeyId, cancellationToken).ConfigureAwait(false) is not null)
                {
                    return true;
                }
            }
            catch (DestinationException)
            {
                // It cannot be asked, which proves nothing: the key's use decides.
            }
        }

        return known.Count == 0;
    }
}
