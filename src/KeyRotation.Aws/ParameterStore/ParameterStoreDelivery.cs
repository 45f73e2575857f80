using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Delivery;
using KeyRotation.Aws.Json;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.ParameterStore;

/// <summary>The delivery of one key as the value of a parameter. Undoing puts the former value back, as a version of its own.</summary>
internal sealed class ParameterStoreDelivery : IDelivery
{
    private readonly ParameterStoreDestination destination;
    private readonly KeyToDeliver key;
    private readonly string name;
    private bool hasBegun;
    private string? formerValue;
    private string? kmsKey;

    public ParameterStoreDelivery(ParameterStoreDestination destination, KeyToDeliver key, string name)
    {
        this.destination = destination;
        this.key = key;
        this.name = name;
    }

    public string Receipt => name;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        StoredParameter? former = await destination.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        destination.EnsureReplaceable(name, former, key.ReplacedAccessKeyId, key.AccessKeyId);
        kmsKey = await destination.KmsKeyAsync(name, former, cancellationToken).ConfigureAwait(false);
        formerValue = former?.Value;
        hasBegun = true;
        await destination.PutAsync(name, destination.Document.Write(formerValue, key), kmsKey, isThere: former is not null, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        StoredParameter? parameter = await destination.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        return destination.Document.ReadBack(ParameterStoreDestination.Where(name), parameter?.Value, key);
    }

    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (!hasBegun)
        {
            return;
        }

        StoredParameter? now = await destination.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        if (now?.Value == formerValue)
        {
            return;
        }

        if (!destination.Document.Holds(now?.Value, key))
        {
            throw DestinationCalls.ChangedMeanwhile(ParameterStoreDestination.Where(name));
        }

        if (formerValue is null)
        {
            await destination.CallAsync(name, new JsonRequest("DeleteParameter").With("Name", name), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await destination.PutAsync(name, formerValue, kmsKey, isThere: true, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        }
    }
}
