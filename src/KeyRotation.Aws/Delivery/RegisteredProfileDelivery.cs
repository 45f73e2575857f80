using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime.CredentialManagement;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.Delivery;

/// <summary>The delivery of one key to a profile of the .NET SDK's store.</summary>
internal sealed class RegisteredProfileDelivery : IDelivery
{
    private readonly RegisteredProfileDestination destination;
    private readonly string name;
    private readonly KeyToDeliver key;
    private StoredKey? former;

    public RegisteredProfileDelivery(RegisteredProfileDestination destination, string name, KeyToDeliver key)
    {
        this.destination = destination;
        this.name = name;
        this.key = key;
    }

    public string Receipt => $"[{name}] in the .NET SDK's store";

    public Task WriteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        destination.Change(name, profile =>
        {
            destination.EnsureReplaceable(profile, key.ReplacedAccessKeyId, key.AccessKeyId);
            former = RegisteredProfileDestination.KeyOf(profile);
            Set(profile, new StoredKey(key.AccessKeyId, key.SecretAccessKey));
        });
        return Task.CompletedTask;
    }

    public Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(RegisteredProfileDestination.KeyOf(destination.Find(name)) ?? throw ChangedMeanwhile());
    }

    public Task UndoAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? now = RegisteredProfileDestination.KeyOf(destination.Find(name))?.AccessKeyId;
        if (former is null || now == former.AccessKeyId)
        {
            return Task.CompletedTask;
        }

        destination.Change(name, profile => Set(profile, profile.Options.AccessKey == key.AccessKeyId ? former : throw ChangedMeanwhile()));
        return Task.CompletedTask;
    }

    private static void Set(CredentialProfile profile, StoredKey stored)
    {
        profile.Options.AccessKey = stored.AccessKeyId;
        profile.Options.SecretKey = SecretText.Reveal(stored.SecretAccessKey);
    }

    private DestinationException ChangedMeanwhile() => new(
        FailureCategory.ResourceBusy,
        $"{RegisteredProfileDestination.Where(name)} was changed by another program meanwhile and is left as it is. Look at it, and put the key there that should be there.");
}
