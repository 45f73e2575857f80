using System;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Delivery;
using KeyRotation.Aws.Json;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.SecretsManager;

/// <summary>AWS Secrets Manager: one secret a user, its versions kept by AWS.</summary>
internal sealed class SecretsManagerDestination : IPartDestination
{
    private static readonly Regex NameForm = new("^[A-Za-z0-9/_+=.@-]{1,512}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly JsonClient client;
    private readonly NameTemplate name;
    private readonly string? kmsKeyId;
    private readonly bool overwrite;
    private readonly IReport? report;

    /// <summary>What was warned of: a secret is looked at more than once.</summary>
    private readonly ConcurrentDictionary<string, bool> warned = new(StringComparer.Ordinal);

    public SecretsManagerDestination(JsonClient client, NameTemplate name, string? kmsKeyId, bool overwrite, IReport? report = null, Func<string, string>? placeOf = null, IKeyText? text = null)
    {
        Place = placeOf?.Invoke(Kind) ?? Kind;
        this.report = report;
        this.client = client;
        this.name = name;
        this.kmsKeyId = kmsKeyId;
        this.overwrite = overwrite;
        Document = text ?? new KeyDocument(new KeyForm());
    }

    public string Kind => "SecretsManager";

    public string Place { get; }

    public KeyForm Form => Document.Form;

    internal IKeyText Document { get; }

    public async Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        Document.Check(owner);
        SecretState state = await StateAsync(NameFor(owner, NameTemplate.SomeAccessKeyId), cancellationToken).ConfigureAwait(false);
        if (name.NamesTheKey)
        {
            return PlaceContent.Unknown;
        }

        EnsureReplaceable(state, replacedAccessKeyId, newAccessKeyId: null);
        if (Document.WarningOf(Where(state.Name), state.CurrentText) is string warning)
        {
            Warn(warning);
        }

        return KeyInPlace.ContentOf(Document.IdIn(state.CurrentText), replacedAccessKeyId);
    }

    public IDelivery Begin(KeyToDeliver key) => new SecretsManagerDelivery(this, key, NameFor(key.Owner, key.AccessKeyId));

    public async Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        StoredKey? stored = Document.Find(await ReadTextAsync(owner, accessKeyId, cancellationToken).ConfigureAwait(false));
        return stored?.AccessKeyId == accessKeyId ? stored : null;
    }

    public async Task<string?> ReadTextAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken) =>
        (await StateAsync(NameFor(owner, accessKeyId), cancellationToken).ConfigureAwait(false)).CurrentText;

    public string WhereFor(KeyOwner owner) => Where(NameFor(owner, NameTemplate.SomeAccessKeyId));

    internal static string Where(string secretName) => $"The secret '{secretName}' of AWS Secrets Manager";

    internal void Warn(string message)
    {
        if (warned.TryAdd(message, true))
        {
            report?.Warning(message);
        }
    }

    internal void EnsureReplaceable(SecretState state, string replacedAccessKeyId, string? newAccessKeyId)
    {
        string? stored = state.CurrentVersion is null ? null : Document.RequireKey(Where(state.Name), state.CurrentText);
        if (!overwrite)
        {
            KeyInPlace.EnsureReplaceable(Where(state.Name), stored, replacedAccessKeyId, newAccessKeyId);
        }
    }

    internal Task<JsonAnswer> CallAsync(string secretName, JsonRequest request, CancellationToken cancellationToken) =>
        DestinationCalls.CallAsync(Where(secretName), () => client.CallAsync(request, cancellationToken));

    internal static JsonRequest Put(string secretName, string versionId, string text, string? accessKeyId = null) => new JsonRequest("PutSecretValue")
        .With("SecretId", secretName)
        .With("ClientRequestToken", versionId)
        .WithSecret("SecretString", text, accessKeyId);

    internal JsonRequest Create(string secretName, KeyToDeliver key, string versionId, string text) => new JsonRequest("CreateSecret")
        .With("Name", secretName)
        .With("ClientRequestToken", versionId)
        .With("Description", $"Access key of IAM user {key.Owner.UserName}")
        .With("KmsKeyId", kmsKeyId)
        .WithSecret("SecretString", text, key.AccessKeyId)
        .With("Tags", Tags(key.Owner));

    /// <summary>What is there: whether the secret exists, its current version and the one before.</summary>
    internal async Task<SecretState> StateAsync(string secretName, CancellationToken cancellationToken)
    {
        JsonAnswer described;
        try
        {
            described = await client.CallAsync(new JsonRequest("DescribeSecret").With("SecretId", secretName), cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            return new SecretState(secretName);
        }
        catch (ServiceException problem)
        {
            throw DestinationCalls.Of(Where(secretName), problem);
        }

        if (described.Has("DeletedDate"))
        {
            throw new DestinationException(FailureCategory.InvalidOperation, $"{Where(secretName)} is scheduled for deletion. Restore it (aws secretsmanager restore-secret), or choose another name.");
        }

        RequireNoReplica(secretName, described);
        WarnOfOwnRotation(secretName, described);
        JsonAnswer? current = await CurrentAsync(secretName, cancellationToken).ConfigureAwait(false);
        return new SecretState(secretName)
        {
            Exists = true,
            CurrentVersion = current?.Text("VersionId"),
            CurrentText = current?.Text("SecretString"),
            PreviousVersion = VersionAt(described, "AWSPREVIOUS"),
        };
    }

    /// <summary>The current version of a secret that is there; null when it has no value.</summary>
    private async Task<JsonAnswer?> CurrentAsync(string secretName, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CallAsync(new JsonRequest("GetSecretValue").With("SecretId", secretName).With("VersionStage", "AWSCURRENT"), cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            return null;
        }
        catch (ServiceException problem)
        {
            throw DestinationCalls.Of(Where(secretName), problem);
        }
    }

    private void RequireNoReplica(string secretName, JsonAnswer described)
    {
        if (described.Text("PrimaryRegion") is string primary && primary != client.Region)
        {
            throw new DestinationException(
                FailureCategory.InvalidOperation,
                $"{Where(secretName)} is in {client.Region} a replica of the one in {primary}, and replicas cannot be written. Run with -Region {primary}: AWS brings the value from there to its replicas.");
        }
    }

    private void WarnOfOwnRotation(string secretName, JsonAnswer described)
    {
        string? function = described.Text("RotationLambdaARN");
        bool isOn = described.IsTrue("RotationEnabled");
        if (isOn || function is not null)
        {
            Warn($"{Where(secretName)} has a rotation of its own, by {function ?? "Secrets Manager"}{(isOn ? string.Empty : ", which is switched off")}. When it runs, it may write over the key or fail at it. "
                + $"Let one of the two rotate the key: aws secretsmanager cancel-rotate-secret --secret-id {secretName} switches it off.");
        }
    }

    private string NameFor(KeyOwner owner, string accessKeyId)
    {
        string secretName = name.For(owner, accessKeyId);
        return NameForm.IsMatch(secretName)
            ? secretName
            : throw new DestinationException(
                FailureCategory.InvalidArgument,
                $"'{secretName}' cannot be the name of a secret: Secrets Manager allows letters, digits and /_+=.@-, at most 512. Give one with -Destination SecretsManager:name.");
    }

    private static string? VersionAt(JsonAnswer described, string stage)
    {
        if (!described.Root.TryGetProperty("VersionIdsToStages", out JsonElement versions) || versions.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (JsonProperty version in versions.EnumerateObject())
        {
            foreach (JsonElement held in version.Value.EnumerateArray())
            {
                if (held.GetString() == stage)
                {
                    return version.Name;
                }
            }
        }

        return null;
    }

    /// <summary>IAM allows a comma in a user's name, and tags do not: then the description alone names the user.</summary>
    private static JsonArray Tags(KeyOwner owner) => owner.UserName.IndexOfAny([',']) >= 0
        ? new JsonArray(Tag("keyrotation:account", owner.AccountId))
        : new JsonArray(Tag("keyrotation:user", owner.UserName), Tag("keyrotation:account", owner.AccountId));

    private static JsonNode Tag(string key, string value) => new JsonObject { ["Key"] = key, ["Value"] = value };
}
