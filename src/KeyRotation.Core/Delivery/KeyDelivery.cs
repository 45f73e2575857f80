using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Delivery;

/// <summary>Delivers one key to all its destinations, one after another, or leaves all of them as they were.</summary>
internal sealed class KeyDelivery
{
    private readonly IReadOnlyList<IDestination> destinations;
    private readonly KeyToDeliver key;
    private readonly Stack<(IDestination Destination, IDelivery Delivery)> begun = new();

    public KeyDelivery(IReadOnlyList<IDestination> destinations, KeyToDeliver key)
    {
        this.destinations = destinations;
        this.key = key;
    }

    /// <summary>Where the key is, in the order of the destinations.</summary>
    public IReadOnlyList<DeliveryReceipt> Receipts =>
        begun.Reverse().Select(item => new DeliveryReceipt(item.Destination.Kind, item.Delivery.Receipt) { Place = item.Destination.Place }).ToList();

    /// <summary>Refuses what is known to fail, before a key is created that replaces the given one.</summary>
    /// <returns>What each destination holds now.</returns>
    public static async Task<IReadOnlyList<PlaceContent>> CheckAsync(IReadOnlyList<IDestination> destinations, KeyOwner owner, KeyReference target, CancellationToken cancellationToken)
    {
        var contents = new List<PlaceContent>();
        foreach (IDestination destination in destinations)
        {
            try
            {
                contents.Add(await destination.CheckAsync(owner, target.AccessKeyId!, cancellationToken).ConfigureAwait(false));
            }
            catch (DestinationException problem)
            {
                throw DeliveryFailures.DestinationRefused(target, destination.Place, problem);
            }
        }

        return contents;
    }

    /// <param name="failed">What it means that a destination of the given place failed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task DeliverAsync(Func<string, DestinationException, KeyRotationException> failed, CancellationToken cancellationToken)
    {
        foreach (IDestination destination in destinations)
        {
            try
            {
                IDelivery delivery = destination.Begin(key);
                begun.Push((destination, delivery));
                await delivery.WriteAsync(cancellationToken).ConfigureAwait(false);
                StoredKey stored = await delivery.ReadBackAsync(cancellationToken).ConfigureAwait(false);
                if (stored.AccessKeyId != key.AccessKeyId || !stored.HasSecret || SecretText.Reveal(stored.SecretAccessKey) != SecretText.Reveal(key.SecretAccessKey))
                {
                    throw new DestinationException(FailureCategory.InvalidData, $"{delivery.Receipt} was written, and reading it back gave another key.");
                }
            }
            catch (DestinationException problem)
            {
                throw failed(destination.Place, problem);
            }
        }
    }

    /// <summary>Puts every destination back, the last one first. All are tried; the first failure is thrown.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        Exception? first = null;
        while (begun.Count > 0)
        {
            try
            {
                await begun.Pop().Delivery.UndoAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is DestinationException or ServiceException or OperationCanceledException)
            {
                first ??= problem;
            }
        }

        if (first is not null)
        {
            ExceptionDispatchInfo.Capture(first).Throw();
        }
    }
}
