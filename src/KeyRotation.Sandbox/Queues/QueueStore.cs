using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Queues;

/// <summary>The queues of a region: only touched within the lock of <see cref="RegionalStores{TStore}"/>.</summary>
internal sealed class QueueStore
{
    private readonly SortedDictionary<string, QueueRecord> queues = new(StringComparer.Ordinal);
    private readonly string region;
    private readonly string accountId;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;

    public QueueStore(AccountIdentity identity, string region, SandboxClock clock, IdentifierSource identifiers)
    {
        accountId = identity.AccountId;
        this.region = region;
        this.clock = clock;
        this.identifiers = identifiers;
    }

    public string Create(string name, TimeSpan visibility, int maxReceives)
    {
        var url = "https://sqs." + region + ".amazonaws.com/" + accountId + "/" + name;
        queues[url] = new QueueRecord(visibility, maxReceives);
        return url;
    }

    /// <exception cref="AwsErrorException">QueueDoesNotExist.</exception>
    public QueueRecord Existing(string url) => queues.TryGetValue(url, out var queue) ? queue : throw QueueErrors.NoQueue();

    public string Send(string url, string body)
    {
        var message = new MessageRecord(identifiers.Uuid(), body) { VisibleFrom = clock.UtcNow };
        Existing(url).Messages.Add(message);
        return message.Id;
    }

    /// <summary>The first message that is visible; it is hidden now. One that was received too often goes to the dead letters.</summary>
    public MessageRecord? Receive(string url, int? seconds)
    {
        var queue = Existing(url);
        while (queue.Messages.FirstOrDefault(message => message.VisibleFrom <= clock.UtcNow) is { } next)
        {
            if (next.Receives >= queue.MaxReceives)
            {
                queue.Messages.Remove(next);
                queue.DeadLetters.Add(next);
                continue;
            }

            next.Receives++;
            next.Receipt = identifiers.Opaque();
            next.VisibleFrom = clock.UtcNow + (seconds is { } given ? TimeSpan.FromSeconds(given) : queue.Visibility);
            return next;
        }

        return null;
    }

    /// <exception cref="AwsErrorException">ReceiptHandleIsInvalid or MessageNotInflight.</exception>
    public void Hide(string url, string receipt, int seconds)
    {
        var message = Received(url, receipt);
        message.VisibleFrom = message.VisibleFrom > clock.UtcNow ? clock.UtcNow.AddSeconds(seconds) : throw QueueErrors.NotInFlight();
    }

    /// <summary>Deletes a message; one that is gone already is no error.</summary>
    /// <exception cref="AwsErrorException">ReceiptHandleIsInvalid.</exception>
    public void Delete(string url, string receipt)
    {
        var queue = Existing(url);
        if (queue.Deleted.Contains(receipt))
        {
            return;
        }

        queue.Messages.Remove(Received(url, receipt));
        queue.Deleted.Add(receipt);
    }

    private MessageRecord Received(string url, string receipt) =>
        Existing(url).Messages.Find(message => message.Receipt == receipt) ?? throw QueueErrors.NoReceipt();
}
