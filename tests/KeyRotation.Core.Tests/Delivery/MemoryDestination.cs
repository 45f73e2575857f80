using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;

namespace KeyRotation.Tests.Delivery;

/// <summary>A destination that fails where it is told to.</summary>
internal sealed class MemoryDestination : IDestination
{
    public MemoryDestination(string kind) => Kind = kind;

    public string Kind { get; }

    public string Place => Elsewhere is null ? Kind : PlaceName.Of(Kind, Elsewhere, "eu-central-1");

    /// <summary>The account that it is in; null for that of the key.</summary>
    public string? Elsewhere { get; init; }

    public Dictionary<string, StoredKey> Stored { get; } = new(StringComparer.Ordinal);

    public string? FailAt { get; set; }

    /// <summary>The write is carried out, and then fails: its answer was lost.</summary>
    public bool WritesAndFails { get; set; }

    public bool GivesBackAnother { get; set; }

    /// <summary>It cannot say which key it holds, and takes the same key again without harm.</summary>
    public bool MayBeWrittenAgain { get; set; }

    /// <summary>Happens before a write: what somebody else does between the check and the delivery.</summary>
    public Action? OnWrite { get; set; }

    public Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        FailIf("check");
        return Task.FromResult(KeyInPlace.ContentOf(Stored.TryGetValue(owner.UserName, out StoredKey? stored) ? stored.AccessKeyId : null, replacedAccessKeyId));
    }

    public IDelivery Begin(KeyToDeliver key) => new Delivery(this, key);

    public Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        FailIf("find");
        return Task.FromResult(Stored.TryGetValue(owner.UserName, out StoredKey? stored) && stored.AccessKeyId == accessKeyId ? stored : null);
    }

    private void FailIf(string step)
    {
        if (FailAt == step)
        {
            throw new DestinationException(FailureCategory.ConnectionError, $"{Kind} failed at {step}.") { MayBeWrittenAgain = MayBeWrittenAgain };
        }
    }

    private sealed class Delivery : IDelivery
    {
        private readonly MemoryDestination place;
        private readonly KeyToDeliver key;
        private StoredKey? former;
        private bool hasBegun;

        public Delivery(MemoryDestination place, KeyToDeliver key)
        {
            this.place = place;
            this.key = key;
        }

        public string Receipt => key.Owner.UserName;

        public Task WriteAsync(CancellationToken cancellationToken)
        {
            place.OnWrite?.Invoke();
            place.FailIf("write");
            place.Stored.TryGetValue(key.Owner.UserName, out former);
            hasBegun = true;
            place.Stored[key.Owner.UserName] = new StoredKey(key.AccessKeyId, key.SecretAccessKey);
            return place.WritesAndFails ? throw new DestinationException(FailureCategory.ConnectionError, "The answer was lost.") : Task.CompletedTask;
        }

        public Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
        {
            place.FailIf("read");
            StoredKey stored = place.Stored[key.Owner.UserName];
            return Task.FromResult(place.GivesBackAnother ? new StoredKey(stored.AccessKeyId, SecretText.Protect("another")) : stored);
        }

        public Task UndoAsync(CancellationToken cancellationToken)
        {
            if (!hasBegun)
            {
                return Task.CompletedTask;
            }

            place.FailIf("undo");
            if (former is null)
            {
                place.Stored.Remove(key.Owner.UserName);
            }
            else
            {
                place.Stored[key.Owner.UserName] = former;
            }

            return Task.CompletedTask;
        }
    }
}
