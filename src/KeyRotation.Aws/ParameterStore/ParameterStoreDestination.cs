using System;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Delivery;
using KeyRotation.Aws.Json;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.ParameterStore;

/// <summary>AWS Systems Manager Parameter Store: one SecureString a user.</summary>
internal sealed class ParameterStoreDestination : IPartDestination
{
    private static readonly Regex NameForm = new("^/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,14}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private readonly JsonClient client;
    private readonly NameTemplate path;
    private readonly string? kmsKeyId;
    private readonly bool overwrite;
    private readonly IReport? report;

    public ParameterStoreDestination(JsonClient client, NameTemplate path, string? kmsKeyId, bool overwrite, IReport? report = null, Func<string, string>? placeOf = null, IKeyText? text = null)
    {
        Place = placeOf?.Invoke(Kind) ?? Kind;
        this.client = client;
        this.path = path;
        this.kmsKeyId = kmsKeyId;
        this.overwrite = overwrite;
        this.report = report;
        Document = text ?? new KeyDocument(new KeyForm());
    }

    public string Kind => "ParameterStore";

    public string Place { get; }

    public KeyForm Form => Document.Form;

    internal IKeyText Document { get; }

    public async Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        Document.Check(owner);
        string name = NameFor(owner, NameTemplate.SomeAccessKeyId);
        StoredParameter? parameter = await ReadAsync(name, cancellationToken).ConfigureAwait(false);
        if (path.NamesTheKey)
        {
            return PlaceContent.Unknown;
        }

        EnsureReplaceable(name, parameter, replacedAccessKeyId, newAccessKeyId: null);
        await KmsKeyAsync(name, parameter, cancellationToken).ConfigureAwait(false);
        if (Document.WarningOf(Where(name), parameter?.Value) is string warning)
        {
            report?.Warning(warning);
        }

        return KeyInPlace.ContentOf(Document.IdIn(parameter?.Value), replacedAccessKeyId);
    }

    public IDelivery Begin(KeyToDeliver key) => new ParameterStoreDelivery(this, key, NameFor(key.Owner, key.AccessKeyId));

    public async Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        StoredKey? stored = Document.Find(await ReadTextAsync(owner, accessKeyId, cancellationToken).ConfigureAwait(false));
        return stored?.AccessKeyId == accessKeyId ? stored : null;
    }

    public async Task<string?> ReadTextAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken) =>
        (await ReadAsync(NameFor(owner, accessKeyId), cancellationToken).ConfigureAwait(false))?.Value;

    public string WhereFor(KeyOwner owner) => Where(NameFor(owner, NameTemplate.SomeAccessKeyId));

    internal static string Where(string name) => $"The parameter '{name}' of Parameter Store";

    internal void EnsureReplaceable(string name, StoredParameter? parameter, string replacedAccessKeyId, string? newAccessKeyId)
    {
        if (parameter is null)
        {
            return;
        }

        if (parameter.Type != "SecureString")
        {
            throw new DestinationException(FailureCategory.InvalidOperation, $"{Where(name)} is a {parameter.Type}, which keeps its value as plain text. Delete it first, or choose another path.");
        }

        string? stored = Document.RequireKey(Where(name), parameter.Value);
        if (!overwrite)
        {
            KeyInPlace.EnsureReplaceable(Where(name), stored, replacedAccessKeyId, newAccessKeyId);
        }
    }

    /// <summary>
    /// The KMS key to write with: the given one, else the one that the parameter has. PutParameter without a key is
    /// documented to use the service's own, which others may read by. Null for the service's own.
    /// </summary>
    internal async Task<string?> KmsKeyAsync(string name, StoredParameter? parameter, CancellationToken cancellationToken)
    {
        if (kmsKeyId is not null || parameter is null)
        {
            return kmsKeyId;
        }

        try
        {
            return await ParameterDescription.KmsKeyAsync(client, name, cancellationToken).ConfigureAwait(false) ?? throw DestinationCalls.KmsKeyUnknown(Where(name), problem: null);
        }
        catch (ServiceException problem)
        {
            throw DestinationCalls.KmsKeyUnknown(Where(name), problem);
        }
    }

    internal Task<JsonAnswer> CallAsync(string name, JsonRequest request, CancellationToken cancellationToken) =>
        DestinationCalls.CallAsync(Where(name), () => client.CallAsync(request, cancellationToken));

    internal Task PutAsync(string name, string value, string? keyId, bool isThere, string accessKeyId, CancellationToken cancellationToken) => CallAsync(
        name,
        new JsonRequest("PutParameter")
            .With("Name", name)
            .WithSecret("Value", value, accessKeyId)
            .With("Type", "SecureString")
            .With("KeyId", keyId)
            .With("Overwrite", isThere),
        cancellationToken);

    internal async Task<StoredParameter?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            JsonAnswer answer = await client.CallAsync(new JsonRequest("GetParameter").With("Name", name).With("WithDecryption", true), cancellationToken).ConfigureAwait(false);
            return answer.Root.TryGetProperty("Parameter", out JsonElement parameter)
                ? new StoredParameter(new JsonAnswer { Root = parameter })
                : throw client.Malformed("GetParameter", "'Parameter' is missing");
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            return null;
        }
        catch (ServiceException problem)
        {
            throw DestinationCalls.Of(Where(name), problem);
        }
    }

    private string NameFor(KeyOwner owner, string accessKeyId)
    {
        string name = path.For(owner, accessKeyId);
        return NameForm.IsMatch(name) && name.Length <= 1011
            ? name
            : throw new DestinationException(
                FailureCategory.InvalidArgument,
                $"'{name}' cannot be the name of a parameter: Parameter Store allows letters, digits, _.- and up to 15 levels parted by /. Give one with -Destination ParameterStore:/path.");
    }
}
