using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Delivery;

/// <summary>
/// A place where applications read a key's secret. Writing remembers what was there, is read back, and can be undone.
/// Every member throws <see cref="DestinationException"/> for what the destination refuses or fails at.
/// </summary>
public interface IDestination
{
    /// <summary>The kind as the journal names it, e.g. <c>SecretsManager</c>: letters and digits only.</summary>
    string Kind { get; }

    /// <summary>
    /// The place as the journal names it: the kind, and for a place elsewhere its account and region as well
    /// (<see cref="PlaceName"/>), so that a later run does not ask another place of the same kind.
    /// </summary>
    string Place { get; }

    /// <summary>
    /// Refuses what is known to fail before a key is created: a name that the service does not allow, a file that
    /// cannot be written, a module that is not there, a place that holds another key. Changes nothing.
    /// </summary>
    /// <param name="owner">Whose key will be delivered.</param>
    /// <param name="replacedAccessKeyId">The key that is replaced, and may be written over.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is there now.</returns>
    Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken);

    /// <summary>Begins the delivery of a key. Nothing is written before <see cref="IDelivery.WriteAsync"/>.</summary>
    /// <param name="key">The key.</param>
    IDelivery Begin(KeyToDeliver key);

    /// <summary>
    /// Whether the destination holds the given key now: tells how far a rotation came that was interrupted.
    /// </summary>
    /// <param name="owner">Whose key.</param>
    /// <param name="accessKeyId">The key that was being delivered.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The stored key; null when the destination holds another one or none.</returns>
    Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken);
}

/// <summary>A destination to which a key is written in a form of the application's choice.</summary>
public interface IFormedDestination : IDestination
{
    /// <summary>The form.</summary>
    KeyForm Form { get; }
}

/// <summary>The delivery of one key to one destination.</summary>
public interface IDelivery
{
    /// <summary>Where the secret is, for the receipt; never the secret.</summary>
    string Receipt { get; }

    /// <summary>Remembers what is there, then writes; refuses a place that holds another key by now.</summary>
    /// <param name="cancellationToken">Stops it; a write that has begun must still be undoable.</param>
    Task WriteAsync(CancellationToken cancellationToken);

    /// <summary>Reads what an application would read now.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts the destination back to how it was before <see cref="WriteAsync"/>, which may have been carried out, cut in
    /// the middle or never called. Can be called again.
    /// </summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task UndoAsync(CancellationToken cancellationToken);
}
