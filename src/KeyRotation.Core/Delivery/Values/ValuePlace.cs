using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Delivery.Values;

/// <summary>
/// A place that holds named values which can be read: variables of a CI system, the data of a secret of a cluster, the text of a secret
/// of a vault. Reading and writing are the place's own; what may be written over, reading back and undoing are those of <see cref="ValueDestination"/>.
/// Every member throws <see cref="DestinationException"/> for what the place refuses or fails at; no message holds a value.
/// </summary>
public abstract class ValuePlace
{
    /// <summary>The kind, as the journal names it: letters and digits only.</summary>
    public abstract string Kind { get; }

    /// <summary>The place as the journal names it: the kind, and behind <c>@</c> which one of that kind it is (<see cref="PlaceName"/>). Default: the kind alone.</summary>
    public virtual string Place => Kind;

    /// <summary>The place in words, as a sentence begins with it, e.g. <c>The secret 'x' of the vault 'y'</c>.</summary>
    /// <param name="name">The name.</param>
    public abstract string Where(string name);

    /// <summary>Refuses a name that the place does not allow. Asks nothing of the place.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The names of the values that will be written.</param>
    public virtual void RequireName(string name, IReadOnlyList<string> values)
    {
    }

    /// <summary>Refuses what is known to fail later, before a key is created: a place that cannot be written, a permission that is missing. Changes nothing.</summary>
    /// <param name="name">The name of what holds the values.</param>
    /// <param name="held">What was read there; null where nothing of that name is.</param>
    /// <param name="values">The names of the values that will be written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public virtual Task CheckAsync(string name, HeldValues? held, IReadOnlyList<string> values, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads values.</summary>
    /// <param name="name">The name of what holds them.</param>
    /// <param name="values">The values that are asked for; others may be given as well.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is there; null where nothing of that name is. What exists and holds nothing has no values.</returns>
    public abstract Task<HeldValues?> ReadAsync(string name, IReadOnlyList<string> values, CancellationToken cancellationToken);

    /// <summary>Writes values, in the order in which they are given where one call cannot write all.</summary>
    /// <param name="name">The name of what holds them.</param>
    /// <param name="former">What was read there; null where nothing was.</param>
    /// <param name="changes">The values to write; a null text takes a value away.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when the place was changed since it was read, and nothing was written: it is read again.</returns>
    public abstract Task<bool> TryWriteAsync(string name, HeldValues? former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken);

    /// <summary>Puts back what was there before a write. Default: written as any other change is.</summary>
    /// <param name="name">The name of what holds them.</param>
    /// <param name="held">What was read there now.</param>
    /// <param name="former">What was there before the write.</param>
    /// <param name="changes">The values that differ, as they were; a null text takes a value away.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when the place was changed since it was read, and nothing was written: it is read again.</returns>
    public virtual Task<bool> TryRestoreAsync(string name, HeldValues? held, HeldValues former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken) =>
        TryWriteAsync(name, held, changes, cancellationToken);

    /// <summary>
    /// Deletes what was created. A place that keeps the name of what was deleted, so that nothing can be written there for a time,
    /// takes the values away instead.
    /// </summary>
    /// <param name="name">The name of what holds the values.</param>
    /// <param name="held">What was read there.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when the place was changed since it was read, and nothing was deleted: it is read again.</returns>
    public abstract Task<bool> TryDeleteAsync(string name, HeldValues held, CancellationToken cancellationToken);
}

/// <summary>What a place holds. A class and not a record: nothing prints a secret.</summary>
public sealed class HeldValues
{
    private readonly Dictionary<string, string> texts;

    /// <summary>Holds values.</summary>
    /// <param name="texts">The texts by their names.</param>
    /// <param name="version">By what the place recognises that it was changed since; null where it cannot.</param>
    public HeldValues(IEnumerable<KeyValuePair<string, string>> texts, object? version = null)
    {
        this.texts = (texts ?? throw new ArgumentNullException(nameof(texts))).ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);
        Version = version;
    }

    /// <summary>The names of the values.</summary>
    public IReadOnlyCollection<string> Names => texts.Keys;

    /// <summary>By what the place recognises that it was changed since; null where it cannot.</summary>
    public object? Version { get; }

    /// <summary>All texts.</summary>
    internal IReadOnlyList<string> Texts => [.. texts.Values];

    /// <summary>A text; null where it is not there.</summary>
    /// <param name="name">Its name.</param>
    public string? TextOf(string name) => texts.TryGetValue(name, out string? text) ? text : null;
}

/// <summary>A value to write. A class and not a record: nothing prints a secret.</summary>
public sealed class ValueChange
{
    /// <summary>Holds the change.</summary>
    /// <param name="name">The name of the value.</param>
    /// <param name="text">The text; null takes the value away.</param>
    /// <param name="isSecret">Whether it is to be kept from those who read the others.</param>
    public ValueChange(string name, string? text, bool isSecret)
    {
        Name = name;
        Text = text;
        IsSecret = isSecret;
    }

    /// <summary>The name of the value.</summary>
    public string Name { get; }

    /// <summary>The text; null takes the value away.</summary>
    public string? Text { get; }

    /// <summary>Whether it is to be kept from those who read the others.</summary>
    public bool IsSecret { get; }
}
