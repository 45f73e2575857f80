using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Files;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Delivery.Values;

/// <summary>A key in values of a place that can be read. Only the key's values are replaced; everything else stays.</summary>
public sealed class ValueDestination : IFormedDestination
{
    private readonly NameTemplate name;
    private readonly Action<string> warn;

    private ValueDestination(ValuePlace place, NameTemplate name, IKeyValues values, ExternalPlaceOptions options)
    {
        this.name = name ?? throw new ArgumentNullException(nameof(name));
        Store = place ?? throw new ArgumentNullException(nameof(place));
        Values = values;
        Overwrite = options.Overwrite;
        warn = options.Warn;
    }

    /// <inheritdoc/>
    public string Kind => Store.Kind;

    /// <inheritdoc/>
    public string Place => Store.Place;

    /// <inheritdoc/>
    public KeyForm Form => Values.Form;

    internal ValuePlace Store { get; }

    internal IKeyValues Values { get; }

    internal bool Overwrite { get; }

    /// <summary>A value for the id and one for the secret, under the names that the form gives variables.</summary>
    /// <param name="place">The place.</param>
    /// <param name="name">The name of what holds the values.</param>
    /// <param name="options">What the cmdlet was given.</param>
    public static ValueDestination Variables(ValuePlace place, NameTemplate name, ExternalPlaceOptions options) =>
        new(place, name, new KeyVariables((options ?? throw new ArgumentNullException(nameof(options))).Form, KeyFormNames.InEnvironment(options.Form)), options);

    /// <summary>A JSON document in a value whose name is empty; for a separate form a value for the id and one for the secret.</summary>
    /// <param name="place">The place.</param>
    /// <param name="name">The name of what holds the values.</param>
    /// <param name="options">What the cmdlet was given.</param>
    public static ValueDestination Document(ValuePlace place, NameTemplate name, ExternalPlaceOptions options)
    {
        KeyForm form = (options ?? throw new ArgumentNullException(nameof(options))).Form;
        return new(place, name, form.Separate ? new KeyVariables(form, KeyFormNames.OfParts(form)) : new KeyDocumentValue(form), options);
    }

    /// <inheritdoc/>
    public async Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        KeyForming.Check(Form, owner);
        string full = NameFor(owner, NameTemplate.SomeAccessKeyId);
        string where = Store.Where(full);
        HeldValues? values = await Store.ReadAsync(full, Values.Names, cancellationToken).ConfigureAwait(false);
        KeyInFile held = Values.Read(where, values);
        if (!Overwrite && !name.NamesTheKey)
        {
            KeyInPlace.EnsureReplaceable(where, held.AccessKeyId, replacedAccessKeyId);
        }

        await Store.CheckAsync(full, values, Values.Names, cancellationToken).ConfigureAwait(false);
        if (name.NamesTheKey)
        {
            return PlaceContent.Unknown;
        }

        if (KeyForming.SmtpWarning(Form, where, held.Texts) is string warning)
        {
            warn(warning);
        }

        return KeyInPlace.ContentOf(held.AccessKeyId, replacedAccessKeyId);
    }

    /// <inheritdoc/>
    public IDelivery Begin(KeyToDeliver key) => new ValueDelivery(this, key ?? throw new ArgumentNullException(nameof(key)), NameFor(key.Owner, key.AccessKeyId));

    /// <inheritdoc/>
    public async Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        string full = NameFor(owner, accessKeyId);
        KeyInFile held = Values.Read(Store.Where(full), await Store.ReadAsync(full, Values.Names, cancellationToken).ConfigureAwait(false));
        return held.AccessKeyId == accessKeyId ? KeyForming.Found(Form, accessKeyId, held.SecretText!) : null;
    }

    private string NameFor(KeyOwner owner, string accessKeyId)
    {
        string full = name.For(owner, accessKeyId);
        Store.RequireName(full, Values.Names);
        return full;
    }
}
