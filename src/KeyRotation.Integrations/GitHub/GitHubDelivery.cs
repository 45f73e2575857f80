using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.GitHub;

/// <summary>
/// The delivery of one key to GitHub: the secret before the id, so that where the new id is, the new secret is too. A secret that was
/// written over cannot be put back: then the new key stays, whole.
/// </summary>
internal sealed class GitHubDelivery : IDelivery
{
    /// <summary>How often what was written is looked for: GitHub may show the former state for some seconds.</summary>
    private const int Looks = 5;

    private readonly GitHubDestination destination;
    private readonly GitHubTarget target;
    private readonly KeyToDeliver key;
    private readonly IReadOnlyList<GitHubValue> values;

    /// <summary>What was there, once a first value may have been written.</summary>
    private IReadOnlyList<GitHubState?>? former;

    /// <summary>What was there when all was written; null before.</summary>
    private IReadOnlyList<GitHubState?>? written;

    public GitHubDelivery(GitHubDestination destination, GitHubTarget target, KeyToDeliver key, IReadOnlyList<GitHubValue> values)
    {
        this.destination = destination;
        this.target = target;
        this.key = key;
        this.values = values;
    }

    public string Receipt => $"{target.Where} ({string.Join(", ", values.Select(value => value.Name))})";

    private GitHubStore Store => destination.Store;

    private int SecretIndex => values.Count - 2;

    private int IdIndex => values.Count - 1;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<GitHubState?> there = await ReadAsync(cancellationToken).ConfigureAwait(false);
        destination.RequireReplaceable(target, there[IdIndex]?.Text, there[SecretIndex] is not null, key.ReplacedAccessKeyId, key.AccessKeyId);
        former = there;
        for (int index = 0; index < values.Count; index++)
        {
            await Store.WriteAsync(target, values[index], there[index], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is in a secret cannot be read. That its date moved is GitHub's word that it was written.</summary>
    public async Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        for (int look = 1; ; look++)
        {
            IReadOnlyList<GitHubState?> now = await ReadAsync(cancellationToken).ConfigureAwait(false);
            int missing = Enumerable.Range(0, values.Count).FirstOrDefault(index => !IsWritten(index, now[index]), -1);
            if (missing < 0)
            {
                written = now;
                return new StoredKey(key.AccessKeyId, key.SecretAccessKey);
            }

            if (look == Looks)
            {
                throw new DestinationException(FailureCategory.InvalidData, $"The {values[missing].Words} of the {target.Where} was written, and GitHub goes on to show what was there before. Look there, and run again.");
            }

            await destination.Time.WaitAsync(TimeSpan.FromSeconds(look), cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (former is null)
        {
            return;
        }

        IReadOnlyList<GitHubState?> now = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (Enumerable.Range(0, values.Count).Any(index => IsForeign(index, now[index])))
        {
            throw new DestinationException(FailureCategory.ResourceBusy, $"The {target.Where} was changed by another program meanwhile and is left as it is. Look at it, and run again.");
        }

        if (Enumerable.Range(0, values.Count).Any(index => values[index].IsSecret && former[index] is not null && IsChanged(index, now[index])))
        {
            await CompleteAsync(now, cancellationToken).ConfigureAwait(false);
            return;
        }

        for (int index = values.Count - 1; index >= 0; index--)
        {
            await PutBackAsync(index, now[index], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The former secret is lost there. Half of the new key would be a key that nobody accepts: the rest is written as well.</summary>
    private async Task CompleteAsync(IReadOnlyList<GitHubState?> now, CancellationToken cancellationToken)
    {
        string lost = $"GitHub never shows the value of a secret, so that what was in {string.Join(" and ", values.Where((value, index) => value.IsSecret && former![index] is not null).Select(value => value.Name))} of the {target.Where} cannot be put back.";
        try
        {
            for (int index = 0; index < values.Count; index++)
            {
                if (!IsChanged(index, now[index]))
                {
                    await Store.WriteAsync(target, values[index], now[index], cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (DestinationException problem)
        {
            throw new DestinationException(
                problem.Category,
                $"{lost} A part of key {key.AccessKeyId} is there, and the rest could not be written: workflows that use it fail until {string.Join(" and ", values.Select(value => value.Name))} are set to one key. {problem.Message}");
        }

        throw new DestinationException(FailureCategory.InvalidOperation, $"{lost} The new key {key.AccessKeyId} is there now. Workflows go on with it; do not disable it before another key is there.");
    }

    private Task PutBackAsync(int index, GitHubState? now, CancellationToken cancellationToken)
    {
        GitHubValue value = values[index];
        return !IsChanged(index, now) ? Task.CompletedTask
            : former![index] is GitHubState before ? Store.WriteVariableAsync(target, value.Name, before.Text!, isThere: true, cancellationToken)
            : Store.DeleteAsync(target, value.Name, value.IsSecret, cancellationToken);
    }

    private bool IsWritten(int index, GitHubState? now) =>
        now is not null && (values[index].IsSecret ? former?[index]?.UpdatedAt != now.UpdatedAt : now.Text == values[index].Text);

    private bool IsChanged(int index, GitHubState? now) => former![index] is GitHubState before
        ? now is not null && (values[index].IsSecret ? now.UpdatedAt != before.UpdatedAt : now.Text != before.Text)
        : now is not null;

    /// <summary>Whether it is neither as it was nor as it was to be. A secret shows that by its date alone, and only after it was read back.</summary>
    private bool IsForeign(int index, GitHubState? now) => now is null ? former![index] is not null
        : values[index].IsSecret ? written is not null && IsChanged(index, now) && now.UpdatedAt != written[index]!.UpdatedAt
        : now.Text != values[index].Text && now.Text != former![index]?.Text;

    private async Task<IReadOnlyList<GitHubState?>> ReadAsync(CancellationToken cancellationToken)
    {
        var states = new List<GitHubState?>();
        foreach (GitHubValue value in values)
        {
            states.Add(await Store.ReadAsync(target, value.Name, value.IsSecret, cancellationToken).ConfigureAwait(false));
        }

        return states;
    }
}
