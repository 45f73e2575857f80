using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Delivery;
using KeyRotation.Aws.Json;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.SecretsManager;

/// <summary>
/// The delivery of one key as a version of a secret. The version's id is chosen here, so that a repeated call makes no
/// second version, and so that undoing knows its own.
/// </summary>
internal sealed class SecretsManagerDelivery : IDelivery
{
    private const string Empty = "{}";

    private readonly SecretsManagerDestination destination;
    private readonly KeyToDeliver key;
    private readonly string name;
    private readonly string versionId = Guid.NewGuid().ToString();
    private readonly string emptyVersionId = Guid.NewGuid().ToString();
    private SecretState? former;

    public SecretsManagerDelivery(SecretsManagerDestination destination, KeyToDeliver key, string name)
    {
        this.destination = destination;
        this.key = key;
        this.name = name;
    }

    public string Receipt => name;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        SecretState state = await destination.StateAsync(name, cancellationToken).ConfigureAwait(false);
        destination.EnsureReplaceable(state, key.ReplacedAccessKeyId, key.AccessKeyId);
        former = state;
        string text = destination.Document.Write(state.CurrentText, key);
        JsonRequest request = state.Exists
            ? SecretsManagerDestination.Put(name, versionId, text, key.AccessKeyId)
            : destination.Create(name, key, versionId, text);
        await destination.CallAsync(name, request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        JsonAnswer answer = await destination.CallAsync(name, new JsonRequest("GetSecretValue").With("SecretId", name).With("VersionStage", "AWSCURRENT"), cancellationToken).ConfigureAwait(false);
        return destination.Document.ReadBack(SecretsManagerDestination.Where(name), answer.Text("SecretString"), key);
    }

    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (former is null)
        {
            return;
        }

        SecretState now = await destination.StateAsync(name, cancellationToken).ConfigureAwait(false);
        if (now.CurrentVersion == versionId)
        {
            await PutBackAsync(former, cancellationToken).ConfigureAwait(false);
        }
        else if (!IsBack(former, now))
        {
            throw DestinationCalls.ChangedMeanwhile(SecretsManagerDestination.Where(name));
        }

        if (former.Exists)
        {
            await PutPreviousBackAsync(former, cancellationToken).ConfigureAwait(false);
            await CompareAsync(former, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task PutBackAsync(SecretState before, CancellationToken cancellationToken) =>
        !before.Exists ? destination.CallAsync(name, new JsonRequest("DeleteSecret").With("SecretId", name).With("ForceDeleteWithoutRecovery", true), cancellationToken)
        : before.CurrentVersion is null ? destination.CallAsync(name, SecretsManagerDestination.Put(name, emptyVersionId, Empty), cancellationToken)
        : destination.CallAsync(name, Stage("AWSCURRENT", before.CurrentVersion, versionId), cancellationToken);

    /// <summary>AWSCURRENT cannot be taken away: a secret that had no value gets an empty one.</summary>
    private bool IsBack(SecretState before, SecretState now) =>
        now.CurrentVersion == before.CurrentVersion || (before.CurrentVersion is null && now.CurrentVersion == emptyVersionId);

    /// <summary>Moving AWSCURRENT made AWSPREVIOUS of the version that is taken back. Says so when the key may still be read.</summary>
    private async Task PutPreviousBackAsync(SecretState before, CancellationToken cancellationToken)
    {
        SecretState now = await destination.StateAsync(name, cancellationToken).ConfigureAwait(false);
        if (!IsBack(before, now))
        {
            throw DestinationCalls.ChangedMeanwhile(SecretsManagerDestination.Where(name));
        }

        if (now.PreviousVersion != before.PreviousVersion)
        {
            await destination.CallAsync(name, Stage("AWSPREVIOUS", before.PreviousVersion, now.PreviousVersion), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What applications read now has to be what they read before.</summary>
    private async Task CompareAsync(SecretState before, CancellationToken cancellationToken)
    {
        SecretState now = await destination.StateAsync(name, cancellationToken).ConfigureAwait(false);
        bool isEmptied = before.CurrentVersion is null && now.CurrentVersion is not null;
        string? difference =
            !IsBack(before, now) ? "AWSCURRENT is at another version"
            : now.CurrentText != (isEmptied ? Empty : before.CurrentText) ? "AWSCURRENT has another value"
            : now.PreviousVersion != before.PreviousVersion ? "AWSPREVIOUS is at another version"
            : null;
        if (difference is not null)
        {
            throw DestinationCalls.NotAsBefore(SecretsManagerDestination.Where(name), difference);
        }

        if (isEmptied)
        {
            destination.Warn($"{SecretsManagerDestination.Where(name)} had no value before, which AWS does not allow again. It holds an empty JSON object now, which the next rotation writes over.");
        }
    }

    private JsonRequest Stage(string stage, string? moveTo, string? removeFrom) => new JsonRequest("UpdateSecretVersionStage")
        .With("SecretId", name)
        .With("VersionStage", stage)
        .With("MoveToVersionId", moveTo)
        .With("RemoveFromVersionId", removeFrom);
}
