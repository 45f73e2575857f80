using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Retirement;

namespace KeyRotation.Rotation;

/// <summary>Removes a user's retired key to make room for a new one, under the same rules as removing it by itself.</summary>
internal static class RoomMaking
{
    public static async Task<bool> TryRemoveAsync(
        AccountSession account,
        KeyReference key,
        ListedKey other,
        RotationOptions options,
        IReport report,
        CancellationToken cancellationToken)
    {
        var removal = new KeyRemoval(account, new RetirementOptions { Quarantine = options.Quarantine }, new WithoutResults(report));
        IReadOnlyList<PlannedStep> steps = await removal
            .PlanAsync([new KeyTarget(key.UserName, other.AccessKeyId)], cancellationToken).ConfigureAwait(false);
        await removal.CarryOutAsync(steps, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ListedKey> left = await account.Identity.ListAccessKeysAsync(key.UserName, cancellationToken).ConfigureAwait(false);
        return left.All(listed => listed.AccessKeyId != other.AccessKeyId);
    }

    /// <summary>A rotation gives new keys and nothing else: the removed one is only told of.</summary>
    private sealed class WithoutResults : IReport
    {
        private readonly IReport inner;

        public WithoutResults(IReport inner) => this.inner = inner;

        public Task ResultAsync(object result)
        {
            if (result is AccessKey { Stage: KeyStage.Retired } removed)
            {
                inner.Warning($"{removed} was retired and is removed, to make room for a new key.");
            }

            return Task.CompletedTask;
        }

        public Task ResultsAsync(IReadOnlyCollection<object> results) => Task.CompletedTask;

        public void Failure(KeyRotationException failure) => inner.Failure(failure);

        public void Warning(string message) => inner.Warning(message);

        public void Verbose(string message) => inner.Verbose(message);

        public void Progress(WorkProgress progress)
        {
        }
    }
}
