using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Aws.Delivery;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using KeyRotation.Delivery.Maps;

namespace KeyRotation.Commands.Delivery;

/// <summary>What a cmdlet was told about destinations, and what it takes to make them.</summary>
internal sealed class DestinationSettings : IDisposable
{
    private const string DefaultSecretName = "iam/access-keys/{UserName}";
    private const string DefaultParameterPath = "/iam/access-keys/{UserName}";
    private const string DefaultSecretNameElsewhere = "iam/access-keys/{AccountId}/{UserName}";
    private const string DefaultParameterPathElsewhere = "/iam/access-keys/{AccountId}/{UserName}";
    private const string DefaultProfileName = "{UserName}";
    private const string DefaultVaultName = "iam-access-key-{UserName}";

    /// <summary>A new key's id is not known before it is created: in a place that is named by it, this stays.</summary>
    private const string IdOfNewKey = "{AccessKeyId}";

    private readonly DestinationPlaces places = new();

    private readonly PlaceMap<GivenDestination> map;
    private readonly Lazy<PlaceClaims> claims;

    /// <param name="map">Where the keys of each user go.</param>
    public DestinationSettings(PlaceMap<GivenDestination> map)
    {
        this.map = map;
        claims = new Lazy<PlaceClaims>(CreateClaims);
    }

    /// <summary>Whether the paths of users have to be known.</summary>
    public bool NeedPaths => map.NeedsPaths;

    public ScriptBlock? Undo { get; init; }

    public string? KmsKeyId { get; init; }

    public CsvForm CsvForm { get; init; }

    /// <summary>Lets destinations write over a file that is there, or another key than the replaced one.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The credentials file that Profile writes to; null for the usual place.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>Turns a path of the session into one of the file system.</summary>
    public required Func<string, string> FullPath { get; init; }

    public required CommandInvocationIntrinsics Session { get; init; }

    /// <summary>The names of the destinations that are not in the account of a key.</summary>
    public IEnumerable<NameTemplate> NamesElsewhere => map.All
        .Where(given => given.Known?.GetPlace() is not null || given.Known?.GetExternalPlace() is not null)
        .Select(given => new NameTemplate(PlaceOf(given.Known!)));

    /// <summary>Opens the ways to the destinations that are not in the account of a key.</summary>
    public Task OpenAsync(AccountDoor door, ConnectionOptions connection, IReport report, CancellationToken cancellationToken) =>
        places.OpenAsync(door, connection, map.All.Select(given => given.Known?.GetPlace()).OfType<DestinationPlace>(), report, cancellationToken);

    public void Dispose() => places.Dispose();

    /// <summary>
    /// The destinations in the order of delivery. Script blocks come last: they are the hardest to undo. Before them come places that cannot be
    /// put back, and before these SMTP passwords, from which no other destination could be finished after a crash.
    /// </summary>
    private static IEnumerable<GivenDestination> InOrder(IEnumerable<GivenDestination> places) => places.OrderBy(given =>
        given.Script is not null ? 3
        : given.Known?.GetExternalPlace()?.CanBeRestored == false ? 2
        : given.Known?.KeyForm?.SmtpRegion is not null ? 1
        : 0);

    /// <summary>Makes the destinations of an account's users, each once.</summary>
    public IDestinationMap Make(AwsConnection connection, IPipelineThread thread, IReport report) => new UserDestinations(user => map.Find(user) is { } places ? InOrder(places) : null, given =>
        given.Known is Destination known ? Make(known, connection, thread, report) : new ScriptDestination(given.Script!, Undo, thread));

    /// <summary>Where the secret of a user's new key goes, in words. Paths are read here, on the pipeline thread.</summary>
    public Func<UserToPlace, IReadOnlyList<string>> Places()
    {
        Dictionary<GivenDestination, NameTemplate> named = map.All.ToDictionary(given => given, Named);
        return user => InOrder(map.Find(user) ?? [])
            .Select(given => (named.TryGetValue(given, out NameTemplate? name) ? name : Named(given)).Show(user.Owner, IdOfNewKey))
            .ToList();
    }

    /// <summary>Keeps the new keys of two users from going to one place: one object for all accounts of the run.</summary>
    public PlaceClaims Claims => claims.Value;

    private PlaceClaims CreateClaims()
    {
        Dictionary<GivenDestination, NameTemplate> named = map.All.ToDictionary(given => given, Named);
        return new PlaceClaims(user => (map.Find(user) ?? [])
            .Where(given => given.Known is not null)
            .Select(given => (given, Text: (named.TryGetValue(given, out NameTemplate? name) ? name : Named(given)).Show(user.Owner, IdOfNewKey)))
            .Where(place => !place.Text.Contains(IdOfNewKey))
            .Select(place => IsInAccount(place.given.Known!) ? user.Owner.AccountId + " " + place.Text : place.Text + " " + place.given.Known!.CredentialsFile));
    }

    private static bool IsInAccount(Destination known) => known.GetPlace() is null && known.Kind is nameof(Destination.SecretsManager) or nameof(Destination.ParameterStore);

    private NameTemplate Named(GivenDestination given) => new(given.Known is Destination known ? InWords(known) + ":" + PlaceOf(known) : "a script block");

    /// <summary>A profile in the file that is given, else where the AWS SDKs read it.</summary>
    public IDestination Profile(NameTemplate name, string? credentialsFile = null) =>
        UserProfiles.Destination(name, (credentialsFile ?? ProfileLocation) is string given ? FullPath(given) : null, FullPath, Overwrite);

    private string PlaceOf(Destination known) => known.GetExternalPlace()?.Name ?? known.Kind switch
    {
        nameof(Destination.SecretsManager) => known.Name ?? (known.GetPlace() is null ? DefaultSecretName : DefaultSecretNameElsewhere),
        nameof(Destination.ParameterStore) => known.Name ?? (known.GetPlace() is null ? DefaultParameterPath : DefaultParameterPathElsewhere),
        nameof(Destination.Profile) => known.Name ?? DefaultProfileName,
        nameof(Destination.Csv) or nameof(Destination.Env) or nameof(Destination.Json) => FullPath(known.Name!),
        _ => (known.VaultName is null ? string.Empty : known.VaultName + "/") + (known.Name ?? DefaultVaultName),
    };

    private static string InWords(Destination known) => known.GetPlace() is DestinationPlace place ? $"{known.Kind} by {place}" : known.Kind;

    private AwsConnection WayTo(Destination known, AwsConnection connection) =>
        known.GetPlace() is DestinationPlace place ? places.Of(connection.Account.Connection, place) : connection;

    private IDestination Make(Destination known, AwsConnection connection, IPipelineThread thread, IReport report) => known.GetExternalPlace() is ExternalPlace other
        ? other.CreateDestination(new ExternalPlaceOptions(known.KeyForm ?? new KeyForm(), Overwrite, report.Warning))
        : MakeOwn(known, connection, thread, report);

    private IDestination MakeOwn(Destination known, AwsConnection connection, IPipelineThread thread, IReport report) => known.Kind switch
    {
        nameof(Destination.SecretsManager) => WayTo(known, connection).SecretsManager(new NameTemplate(PlaceOf(known)), known.KmsKeyId ?? KmsKeyId, Overwrite, report, known.KeyForm),
        nameof(Destination.ParameterStore) => WayTo(known, connection).ParameterStore(new NameTemplate(PlaceOf(known)), known.KmsKeyId ?? KmsKeyId, Overwrite, report, known.KeyForm),
        nameof(Destination.Profile) => Profile(new NameTemplate(known.Name ?? DefaultProfileName), known.CredentialsFile),
        nameof(Destination.Csv) => new CsvDestination(new NameTemplate(FullPath(known.Name!)), known.Form ?? CsvForm, known.Overwrite ?? Overwrite),
        nameof(Destination.Env) => KeyFileDestination.Environment(new NameTemplate(FullPath(known.Name!)), known.KeyForm, Overwrite, report),
        nameof(Destination.Json) => KeyFileDestination.Json(new NameTemplate(FullPath(known.Name!)), known.KeyForm, Overwrite, report),
        nameof(Destination.Vault) => new VaultDestination(known.VaultName, new NameTemplate(known.Name ?? DefaultVaultName), Overwrite, Session, thread),
        _ => throw new InvalidOperationException($"There is no destination of kind {known.Kind}."),
    };
}
