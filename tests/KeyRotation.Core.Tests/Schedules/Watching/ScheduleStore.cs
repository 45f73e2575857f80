using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Tests.Schedules.Model;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>A destination, watched. Its calls fail, die and are stopped like those to AWS.</summary>
internal sealed class ScheduleStore : IDestination
{
    private readonly StoreContent content;
    private readonly CallWatch watch;

    public ScheduleStore(StoreContent content, CallWatch watch)
    {
        this.content = content;
        this.watch = watch;
    }

    public string Kind => "Store";

    public string Place => Kind;

    public Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken) => CallAsync("StoreCheck", owner, () => PlaceContent.Unknown);

    public IDelivery Begin(KeyToDeliver key) => new Delivery(this, key);

    public Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken) =>
        CallAsync("StoreFind", owner, () => content.Of(owner.UserName) is StoredKey stored && stored.AccessKeyId == accessKeyId ? stored : null);

    private async Task<T> CallAsync<T>(string operation, KeyOwner owner, Func<T> call)
    {
        try
        {
            return await watch.CallAsync("store", operation, owner.UserName, () => Task.FromResult(call()));
        }
        catch (ServiceException problem)
        {
            throw new DestinationException(FailureCategory.ConnectionError, $"{operation} failed: {problem.Message}");
        }
    }

    private sealed class Delivery : IDelivery
    {
        private readonly ScheduleStore store;
        private readonly KeyToDeliver key;
        private StoredKey? former;
        private bool hasBegun;

        public Delivery(ScheduleStore store, KeyToDeliver key)
        {
            this.store = store;
            this.key = key;
        }

        public string Receipt => "store/" + key.Owner.UserName;

        public Task WriteAsync(CancellationToken cancellationToken) => store.CallAsync("StoreWrite", key.Owner, () =>
        {
            former = store.content.Of(key.Owner.UserName);
            hasBegun = true;
            store.content.Write(key.Owner.UserName, new StoredKey(key.AccessKeyId, key.SecretAccessKey));
            return true;
        });

        public Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken) => store.CallAsync("StoreRead", key.Owner, () => store.content.Of(key.Owner.UserName)!);

        public Task UndoAsync(CancellationToken cancellationToken) => !hasBegun
            ? Task.CompletedTask
            : store.CallAsync("StoreUndo", key.Owner, () =>
            {
                store.content.Put(key.Owner.UserName, former);
                return true;
            });
    }
}
