using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Files;

namespace KeyRotation.Delivery.Values;

/// <summary>The delivery of one key into values of a place.</summary>
internal sealed class ValueDelivery : IDelivery
{
    /// <summary>How often a change is made anew when another program changes the place at the same time.</summary>
    private const int MostAttempts = 10;

    private readonly ValueDestination destination;
    private readonly KeyToDeliver key;
    private readonly string name;
    private readonly string where;

    /// <summary>What was there before the first write, which may have been carried out without an answer.</summary>
    private Former? former;

    public ValueDelivery(ValueDestination destination, KeyToDeliver key, string name)
    {
        this.destination = destination;
        this.key = key;
        this.name = name;
        where = destination.Store.Where(name);
    }

    public string Receipt => name;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            HeldValues? held = await ReadAsync(cancellationToken).ConfigureAwait(false);
            KeyInFile stored = destination.Values.Read(where, held);
            if (IsNew(stored))
            {
                return;
            }

            if (!destination.Overwrite)
            {
                KeyInPlace.EnsureReplaceable(where, stored.AccessKeyId, key.ReplacedAccessKeyId, key.AccessKeyId);
            }

            IReadOnlyList<ValueChange> changes = destination.Values.Write(where, held, key);
            former = new Former(held, changes);
            if (await destination.Store.TryWriteAsync(name, held, changes, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw AlwaysChanging();
    }

    public async Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        KeyInFile stored = destination.Values.Read(where, await ReadAsync(cancellationToken).ConfigureAwait(false));
        return string.IsNullOrEmpty(stored.AccessKeyId)
            ? throw ChangedMeanwhile()
            : KeyForming.ReadBack(destination.Form, key, stored.AccessKeyId!, stored.SecretText!);
    }

    /// <summary>Only what was written is taken back: what somebody changed since may be needed as it is.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (former is null)
        {
            return;
        }

        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            HeldValues? held = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (former.IsIn(held))
            {
                return;
            }

            if (!former.MayBePutBackOver(held))
            {
                throw ChangedMeanwhile();
            }

            if (await TryPutBackAsync(former, held, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw AlwaysChanging();
    }

    private Task<bool> TryPutBackAsync(Former former, HeldValues? held, CancellationToken cancellationToken) =>
        former.Held is not null ? destination.Store.TryRestoreAsync(name, held, former.Held, former.Restoring(held), cancellationToken)
        : held!.Names.Except(former.ChangedNames).Any() ? destination.Store.TryWriteAsync(name, held, former.Restoring(held), cancellationToken)
        : destination.Store.TryDeleteAsync(name, held, cancellationToken);

    private Task<HeldValues?> ReadAsync(CancellationToken cancellationToken) => destination.Store.ReadAsync(name, destination.Values.Names, cancellationToken);

    private bool IsNew(KeyInFile stored) => stored.AccessKeyId == key.AccessKeyId && stored.SecretText == KeyForming.SecretOf(destination.Form, key);

    private DestinationException ChangedMeanwhile() => new(
        FailureCategory.ResourceBusy,
        $"{where} was changed by another program meanwhile and is left as it is. Look at it, and run again.");

    private DestinationException AlwaysChanging() => new(
        FailureCategory.ResourceBusy,
        $"{where} was changed by another program each time it was to be written, {MostAttempts} times in a row. Run again when that program has ended.");

    /// <summary>What was there before a write. A class and not a record: nothing prints a secret.</summary>
    private sealed class Former
    {
        private readonly IReadOnlyList<ValueChange> changes;

        public Former(HeldValues? held, IReadOnlyList<ValueChange> changes)
        {
            Held = held;
            this.changes = changes;
        }

        public HeldValues? Held { get; }

        public IEnumerable<string> ChangedNames => changes.Select(change => change.Name);

        /// <summary>What exists and holds nothing is as good as what is not there: some places cannot delete, and take away the values instead.</summary>
        public bool IsIn(HeldValues? now) => HoldsNothing(now) == HoldsNothing(Held) && changes.All(change => now?.TextOf(change.Name) == Held?.TextOf(change.Name));

        /// <summary>A write that was cut left some values as they were, and the others as they were to be.</summary>
        public bool MayBePutBackOver(HeldValues? now) => now is not null
            && changes.All(change => now.TextOf(change.Name) is var text && (text == change.Text || text == Held?.TextOf(change.Name)));

        /// <summary>In the opposite order of writing: where the new id still is, the new secret is too.</summary>
        public IReadOnlyList<ValueChange> Restoring(HeldValues? now) => changes
            .Reverse()
            .Where(change => now?.TextOf(change.Name) != Held?.TextOf(change.Name))
            .Select(change => new ValueChange(change.Name, Held?.TextOf(change.Name), change.IsSecret))
            .ToList();

        private static bool HoldsNothing(HeldValues? held) => held is null || held.Names.Count == 0;
    }
}
