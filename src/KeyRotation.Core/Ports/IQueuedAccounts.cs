using System;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// A queue that hands out accounts to work on. A message that was received is hidden from other receivers for a time; it comes again
/// when that ends and it was not deleted. Every member throws <see cref="ServiceException"/> when the service refuses or does not answer.
/// </summary>
public interface IQueuedAccounts
{
    /// <summary>Receives one message; null when none came.</summary>
    /// <param name="wait">How long to wait for one.</param>
    /// <param name="hidden">How long it is hidden from others.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<QueuedAccount?> ReceiveAsync(TimeSpan wait, TimeSpan hidden, CancellationToken cancellationToken);

    /// <summary>Hides a received message for a time from now on; zero shows it to others at once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="hidden">How long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task HideAsync(QueuedAccount message, TimeSpan hidden, CancellationToken cancellationToken);

    /// <summary>Deletes a received message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task DeleteAsync(QueuedAccount message, CancellationToken cancellationToken);
}

/// <summary>A message that was received, as far as it could be read.</summary>
/// <param name="MessageId">The id that the queue gave it.</param>
/// <param name="Receipt">What stands for this receiving of it.</param>
public sealed record QueuedAccount(string MessageId, string Receipt)
{
    /// <summary>What the workflow waits for an answer by; null when the message has none.</summary>
    public string? TaskToken { get; init; }

    /// <summary>The account, as it is written; null when the message names none.</summary>
    public string? AccountId { get; init; }

    /// <summary>The account's name; null when the message has none.</summary>
    public string? AccountName { get; init; }

    /// <summary>The id of the message: the token is left out, because whoever has it can answer.</summary>
    public override string ToString() => "message " + MessageId;
}
