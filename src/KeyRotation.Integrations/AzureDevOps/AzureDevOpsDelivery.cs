using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.AzureDevOps;

/// <summary>
/// The delivery of one key to a variable group, in one call: id and secret are there together or not at all. A secret that was written
/// over cannot be put back: then the new key stays.
/// </summary>
internal sealed class AzureDevOpsDelivery : IDelivery
{
    private readonly AzureDevOpsDestination destination;
    private readonly GroupTarget target;
    private readonly KeyToDeliver key;

    /// <summary>The group as it was, once it may have been written, and what was sent.</summary>
    private VariableGroup? former;
    private JsonObject? sent;

    public AzureDevOpsDelivery(AzureDevOpsDestination destination, GroupTarget target, KeyToDeliver key)
    {
        this.destination = destination;
        this.target = target;
        this.key = key;
    }

    public string Receipt => $"{target.Project}/{target.Group}";

    private List<string> Names => [.. KeyForming.MembersOf(destination.Form, key).Select(member => member.Key), destination.SecretName, destination.IdName];

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        VariableGroup there = await destination.Groups.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        destination.RequireReplaceable(target, there, key.ReplacedAccessKeyId, key.AccessKeyId);
        string secret = KeyForming.SecretOf(destination.Form, key);
        List<KeyValuePair<string, JsonObject?>> changes =
        [
            .. KeyForming.MembersOf(destination.Form, key).Select(member => Change(there, member.Key, member.Value, isSecret: false)),
            Change(there, destination.SecretName, secret, isSecret: true),
            Change(there, destination.IdName, key.AccessKeyId, isSecret: false),
        ];
        JsonObject body = there.With(changes);
        sent = WithoutSecret(body);
        former = there;
        await destination.Groups.WriteAsync(target, there.Id, body, [secret], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The secret cannot be read. It was sent together with the id, which is there.</summary>
    public async Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        VariableGroup now = await destination.Groups.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        if (now.Find(destination.IdName)?.Text != key.AccessKeyId || now.Find(destination.SecretName)?.IsSecret != true)
        {
            throw ChangedMeanwhile();
        }

        if (now.DifferencesTo(sent!, Names) is { Count: > 0 } others)
        {
            destination.Options.Warn(
                $"While the {target.Where} was written, another program changed {string.Join(", ", others)} in it. Azure DevOps writes a group as a whole, so that one of the two may have undone what the other did: look at these variables.");
        }

        return new StoredKey(key.AccessKeyId, key.SecretAccessKey);
    }

    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (former is null)
        {
            return;
        }

        VariableGroup now = await destination.Groups.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        if (now.Find(destination.IdName)?.Text != key.AccessKeyId)
        {
            // One call writes both: the former id stands for the former secret.
            if (now.Find(destination.IdName)?.Text == former.Find(destination.IdName)?.Text)
            {
                return;
            }

            throw ChangedMeanwhile();
        }

        if (new[] { destination.SecretName, destination.IdName }.Any(name => former.Find(name)?.IsSecret == true))
        {
            throw new DestinationException(
                FailureCategory.InvalidOperation,
                $"Azure DevOps never shows the value of a secret variable, so that the former value of {destination.SecretName} in the {target.Where} cannot be put back. The new key {key.AccessKeyId} is there now. Pipelines go on with it; do not disable it before another key is there.");
        }

        JsonObject body = now.With(Names.Select(name => KeyValuePair.Create(name, former.Find(name)?.Copy())));
        await destination.Groups.WriteAsync(target, now.Id, body, former.Find(destination.SecretName)?.Text is string secret ? [secret] : [], cancellationToken).ConfigureAwait(false);
    }

    private static KeyValuePair<string, JsonObject?> Change(VariableGroup there, string name, string text, bool isSecret) => new(name, GroupVariable.With(there.Find(name), text, isSecret));

    /// <summary>What is kept for the comparison needs no secret.</summary>
    private JsonObject WithoutSecret(JsonObject body)
    {
        var copy = (JsonObject)body.DeepClone();
        foreach (JsonObject variable in ((JsonObject)copy["variables"]!).Where(variable => Names.Contains(variable.Key)).Select(variable => variable.Value).OfType<JsonObject>())
        {
            variable["value"] = null;
        }

        return copy;
    }

    private DestinationException ChangedMeanwhile() =>
        new(FailureCategory.ResourceBusy, $"The {target.Where} was changed by another program meanwhile and is left as it is. Look at it, and run again.");
}
