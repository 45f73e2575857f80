using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;

namespace KeyRotation.Commands.Delivery;

/// <summary>A script block of the user's for any place that there is no destination for. An error in it means that it failed.</summary>
internal sealed class ScriptDestination : IDestination
{
    private readonly ScriptBlock write;
    private readonly ScriptBlock? undo;
    private readonly IPipelineThread thread;

    public ScriptDestination(ScriptBlock write, ScriptBlock? undo, IPipelineThread thread)
    {
        this.write = write;
        this.undo = undo;
        this.thread = thread;
    }

    public string Kind => nameof(ScriptBlock);

    public string Place => Kind;

    public Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken) => Task.FromResult(PlaceContent.Unknown);

    public IDelivery Begin(KeyToDeliver key) => new ScriptDelivery(this, key);

    public Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken) => throw new DestinationException(
        FailureCategory.InvalidOperation,
        $"A script block cannot be asked whether key {accessKeyId} of user {owner.UserName} arrived. Where it did not, disable that key with "
        + $"Disable-OldAccessKey -UserName {owner.UserName} -AccessKeyId {accessKeyId} -Force and remove the tag keyrotation:pending; where it did, remove the tag only.");

    private Task RunAsync(ScriptBlock script, KeyToDeliver key) => new SessionScript(script, thread).RunAsync(
        new RotatedAccessKey(key.Owner.AccountId, key.Owner.UserName, key.AccessKeyId, key.SecretAccessKey, key.ReplacedAccessKeyId, connection: null));

    private sealed class ScriptDelivery : IDelivery
    {
        private readonly ScriptDestination destination;
        private readonly KeyToDeliver key;
        private bool isWritten;

        public ScriptDelivery(ScriptDestination destination, KeyToDeliver key)
        {
            this.destination = destination;
            this.key = key;
        }

        public string Receipt => "script block";

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            await destination.RunAsync(destination.write, key).ConfigureAwait(false);
            isWritten = true;
        }

        /// <summary>What a script block wrote cannot be read: that it ended without an error is its word.</summary>
        public Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken) => Task.FromResult(new StoredKey(key.AccessKeyId, key.SecretAccessKey));

        public async Task UndoAsync(CancellationToken cancellationToken)
        {
            if (destination.undo is not null)
            {
                await destination.RunAsync(destination.undo, key).ConfigureAwait(false);
            }
            else if (isWritten)
            {
                throw new DestinationException(FailureCategory.InvalidOperation, "A script block had delivered the key, and no -UndoDestination was given to take it back.");
            }

            isWritten = false;
        }
    }
}
