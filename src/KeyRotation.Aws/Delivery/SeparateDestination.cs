using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Aws.Delivery;

/// <summary>
/// The id and the secret of a key in two places: both are written or neither. The secret is written first, so that where the new id is,
/// the new secret is too: after a crash, the id says how far a rotation came.
/// </summary>
internal sealed class SeparateDestination : IFormedDestination
{
    private readonly IPartDestination id;
    private readonly IPartDestination secret;
    private readonly bool namesTheKey;

    private SeparateDestination(IPartDestination id, IPartDestination secret, bool namesTheKey)
    {
        this.id = id;
        this.secret = secret;
        this.namesTheKey = namesTheKey;
    }

    public string Kind => id.Kind;

    public string Place => id.Place;

    public KeyForm Form => id.Form;

    /// <summary>One place, or the two of a form that is separate.</summary>
    /// <param name="form">The form.</param>
    /// <param name="name">The name of the place, or what the names of the two begin with.</param>
    /// <param name="create">Makes a place for a text.</param>
    public static IDestination Of(KeyForm form, NameTemplate name, Func<NameTemplate, IKeyText, IPartDestination> create)
    {
        if (!form.Separate)
        {
            return create(name, new KeyDocument(form));
        }

        (string idPart, string secretPart) = KeyFormNames.OfParts(form);
        return new SeparateDestination(
            create(new NameTemplate($"{name}/{idPart}"), new KeyIdText(form)),
            create(new NameTemplate($"{name}/{secretPart}"), new KeySecretText(form)),
            name.NamesTheKey);
    }

    public async Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        PlaceContent held = await id.CheckAsync(owner, replacedAccessKeyId, cancellationToken).ConfigureAwait(false);
        PlaceContent beside = await secret.CheckAsync(owner, replacedAccessKeyId, cancellationToken).ConfigureAwait(false);
        if (!namesTheKey && (held == PlaceContent.Empty) != (beside == PlaceContent.Empty))
        {
            (IPartDestination full, IPartDestination empty) = held == PlaceContent.Empty ? (secret, id) : (id, secret);
            throw new DestinationException(
                FailureCategory.InvalidData,
                $"{full.WhereFor(owner)} holds something, and there is nothing in its counterpart: {empty.WhereFor(owner)} is empty. Whose key it is cannot be known. Remove the one or complete the other, then run again.");
        }

        return held;
    }

    public IDelivery Begin(KeyToDeliver key) => new SeparateDelivery(id.Begin(key), secret.Begin(key));

    public async Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken) =>
        await id.ReadTextAsync(owner, accessKeyId, cancellationToken).ConfigureAwait(false) == accessKeyId
        && await secret.ReadTextAsync(owner, accessKeyId, cancellationToken).ConfigureAwait(false) is string text
        && !KeySecretText.IsEmpty(text)
            ? KeyForming.Found(Form, accessKeyId, text)
            : null;

    private sealed class SeparateDelivery : IDelivery
    {
        private readonly IDelivery id;
        private readonly IDelivery secret;

        public SeparateDelivery(IDelivery id, IDelivery secret)
        {
            this.id = id;
            this.secret = secret;
        }

        public string Receipt => $"{id.Receipt} and {secret.Receipt}";

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            await secret.WriteAsync(cancellationToken).ConfigureAwait(false);
            await id.WriteAsync(cancellationToken).ConfigureAwait(false);
        }

        public async Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
        {
            StoredKey storedId = await id.ReadBackAsync(cancellationToken).ConfigureAwait(false);
            StoredKey storedSecret = await secret.ReadBackAsync(cancellationToken).ConfigureAwait(false);
            return new StoredKey(storedId.AccessKeyId, storedSecret.SecretAccessKey);
        }

        /// <summary>Both are tried; of two failures, the one of the secret comes out.</summary>
        public async Task UndoAsync(CancellationToken cancellationToken)
        {
            try
            {
                await id.UndoAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await secret.UndoAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
