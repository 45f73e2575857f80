using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Delivery;

namespace KeyRotation;

/// <summary>
/// Where a new key's secret is delivered, as -Destination takes it. A text is the same thing, written shorter:
/// <see cref="Parse"/> reads what <see cref="ToString"/> gives. Options that are not given are the cmdlet's. Names may
/// contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}.
/// </summary>
public sealed class Destination
{
    private Destination(string kind, string? name)
    {
        Kind = kind;
        Name = Given(name);
    }

    /// <summary>The kinds that there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [nameof(SecretsManager), nameof(ParameterStore), nameof(Profile), nameof(Csv), nameof(Env), nameof(Json), nameof(Vault)];

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public string Kind { get; }

    /// <summary>The secret's, parameter's or profile's name, or the file's path; null for the default of the kind.</summary>
    public string? Name { get; }

    /// <summary>The vault of a Vault; null for the session's default one.</summary>
    public string? VaultName { get; private init; }

    /// <summary>The KMS key to encrypt with; null for that of -KmsKeyId.</summary>
    public string? KmsKeyId { get; private init; }

    /// <summary>The credentials file of a Profile; null for that of -ProfileLocation.</summary>
    public string? CredentialsFile { get; private init; }

    private DestinationPlace? Place { get; init; }

    private ExternalPlace? OtherPlace { get; init; }

    /// <summary>The role that leads to a place elsewhere; null for none.</summary>
    public string? RoleArn => Place?.RoleArn;

    /// <summary>The external id of that role; null for none.</summary>
    public string? ExternalId => Place?.ExternalId;

    /// <summary>The profile that leads to a place elsewhere; null for none.</summary>
    public string? ProfileName => Place?.ProfileName;

    /// <summary>The region of a place elsewhere; null for that of the connection.</summary>
    public string? Region => Place?.Region;

    /// <summary>The form of a Csv; null for that of -CsvForm.</summary>
    public CsvForm? Form { get; private init; }

    /// <summary>Whether a Csv may be written over a file that is there; null for what -Force says.</summary>
    public bool? Overwrite { get; private init; }

    /// <summary>What is written, and under which names; null for the usual.</summary>
    public KeyForm? KeyForm { get; private init; }

    /// <summary>The way to a place elsewhere. A method, so that it does not show in formatted or converted output.</summary>
    public DestinationPlace? GetPlace() => Place;

    /// <summary>The place of another module; null for one of <see cref="Kinds"/>. A method, so that it does not show in formatted or converted output.</summary>
    public ExternalPlace? GetExternalPlace() => OtherPlace;

    /// <summary>A secret of AWS Secrets Manager.</summary>
    /// <param name="name">Its name. Default: iam/access-keys/{UserName}, and elsewhere iam/access-keys/{AccountId}/{UserName}.</param>
    /// <param name="kmsKeyId">The KMS key of a secret that is created. Default: that of -KmsKeyId.</param>
    /// <param name="roleArn">A role that leads to one place for the keys of all accounts, assumed with the credentials of the session. Default: the account of the key.</param>
    /// <param name="region">The region of that place. Default: that of the connection.</param>
    /// <param name="externalId">The external id that the role asks for.</param>
    /// <param name="profileName">The profile that leads to that place, or whose credentials assume the role. Default: the credentials of the session.</param>
    /// <exception cref="ArgumentException">The options name no place.</exception>
    public static Destination SecretsManager(
        string? name = null, string? kmsKeyId = null, string? roleArn = null, string? region = null, string? externalId = null, string? profileName = null) =>
        new(nameof(SecretsManager), name) { KmsKeyId = Given(kmsKeyId), Place = PlaceOf(roleArn, region, externalId, profileName) };

    /// <summary>A SecureString of AWS Systems Manager Parameter Store.</summary>
    /// <param name="path">Its name. Default: /iam/access-keys/{UserName}, and elsewhere /iam/access-keys/{AccountId}/{UserName}.</param>
    /// <param name="kmsKeyId">The KMS key to encrypt with. Default: that of -KmsKeyId.</param>
    /// <param name="roleArn">A role that leads to one place for the keys of all accounts, assumed with the credentials of the session. Default: the account of the key.</param>
    /// <param name="region">The region of that place. Default: that of the connection.</param>
    /// <param name="externalId">The external id that the role asks for.</param>
    /// <param name="profileName">The profile that leads to that place, or whose credentials assume the role. Default: the credentials of the session.</param>
    /// <exception cref="ArgumentException">The options name no place.</exception>
    public static Destination ParameterStore(
        string? path = null, string? kmsKeyId = null, string? roleArn = null, string? region = null, string? externalId = null, string? profileName = null) =>
        new(nameof(ParameterStore), path) { KmsKeyId = Given(kmsKeyId), Place = PlaceOf(roleArn, region, externalId, profileName) };

    /// <summary>A profile of a shared credentials file.</summary>
    /// <param name="name">Its name. Default: {UserName}.</param>
    /// <param name="credentialsFile">The file. Default: that of -ProfileLocation, or the usual one.</param>
    public static Destination Profile(string? name = null, string? credentialsFile = null) => new(nameof(Profile), name) { CredentialsFile = Given(credentialsFile) };

    /// <summary>A CSV file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="form">Its columns. Default: those of -CsvForm.</param>
    /// <param name="overwrite">Whether a file that is there may be written over. Default: what -Force says.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    public static Destination Csv(string path, CsvForm? form = null, bool? overwrite = null) => string.IsNullOrEmpty(path)
        ? throw new ArgumentException("A CSV file needs a path, e.g. ./{UserName}_accessKeys.csv.", nameof(path))
        : new(nameof(Csv), path) { Form = form, Overwrite = overwrite };

    /// <summary>Variables of an env file, which docker, systemd and sh read.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    public static Destination Env(string path) => string.IsNullOrEmpty(path)
        ? throw new ArgumentException("An env file needs a path, e.g. /etc/billing/aws.env.", nameof(path))
        : new(nameof(Env), path);

    /// <summary>A JSON file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    public static Destination Json(string path) => string.IsNullOrEmpty(path)
        ? throw new ArgumentException("A JSON file needs a path, e.g. /etc/billing/settings.json.", nameof(path))
        : new(nameof(Json), path);

    /// <summary>A secret of a vault of Microsoft.PowerShell.SecretManagement in the session.</summary>
    /// <param name="vault">The vault. Default: the session's default one.</param>
    /// <param name="name">The secret's name. Default: iam-access-key-{UserName}.</param>
    public static Destination Vault(string? vault = null, string? name = null) => new(nameof(Vault), name) { VaultName = Given(vault) };

    /// <summary>A place of another module. Its commands make such destinations.</summary>
    /// <param name="place">The place.</param>
    public static Destination External(ExternalPlace place) =>
        new((place ?? throw new ArgumentNullException(nameof(place))).Kind, place.Name) { OtherPlace = place };

    /// <summary>The same destination, to which a key is written in a form of the application's choice.</summary>
    /// <param name="form">The form; in PowerShell also a hashtable.</param>
    /// <exception cref="ArgumentException">The form cannot be used, or not for this kind of destination.</exception>
    public Destination WithForm(KeyForm form)
    {
        if (form is null)
        {
            throw new ArgumentNullException(nameof(form));
        }

        if (OtherPlace is null ? Kind is not (nameof(SecretsManager) or nameof(ParameterStore) or nameof(Env) or nameof(Json)) : OtherPlace.TakesForm == ExternalForm.None)
        {
            throw new ArgumentException($"A destination of the kind {Kind} has a form of its own and takes no other. SecretsManager, ParameterStore, Env and Json take one.", nameof(form));
        }

        KeyForm given = form.Checked(isEnvironment: Kind == nameof(Env) || OtherPlace?.TakesForm == ExternalForm.Variables);
        string? problem = OtherPlace is not null ? OtherPlace.ProblemOf(given)
            : Kind == nameof(Json) && given.Separate ? "in a JSON file, id and secret are two members anyway. Leave Separate out."
            : null;
        return problem is null
            ? new Destination(Kind, Name) { KmsKeyId = KmsKeyId, Place = Place, OtherPlace = OtherPlace, KeyForm = given }
            : throw new ArgumentException($"The form cannot be used: {problem}", nameof(form));
    }

    /// <summary>Reads a kind and, after a colon, its name: SecretsManager[:name], ParameterStore[:/path], Profile[:name], Csv:path, Env:path, Json:path, Vault[:vault[/name]].</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no destination.</exception>
    public static Destination Parse(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        string[] parts = text.Split([':'], 2);
        string kind = Kinds.FirstOrDefault(known => string.Equals(known, parts[0], StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{parts[0]}' is not a kind of destination. The kinds are {string.Join(", ", Kinds)}, and script blocks. Places outside AWS are made by commands of the module KeyRotation.Integrations, such as New-KeyVaultDestination.");
        string? rest = parts.Length > 1 ? parts[1] : null;
        if (rest?.Length == 0 || (rest is null && kind is (nameof(Csv) or nameof(Env) or nameof(Json))))
        {
            throw new FormatException($"'{text}' has nothing after the colon. Write it as in {(kind switch { nameof(Env) => "Env:/etc/billing/aws.env", nameof(Json) => "Json:/etc/billing/settings.json", _ => "Csv:./{UserName}_accessKeys.csv" })}.");
        }

        return kind == nameof(Vault) ? ParseVault(text, rest) : new Destination(kind, rest);
    }

    /// <summary>The destination as a text; without its options, which a text cannot say.</summary>
    public override string ToString()
    {
        string? rest = Kind == nameof(Vault) && Name is not null ? VaultName + "/" + Name : VaultName ?? Name;
        return rest is null ? Kind : Kind + ":" + rest;
    }

    private static Destination ParseVault(string text, string? rest)
    {
        string[] parts = rest?.Split(['/'], 2) ?? [string.Empty];
        return parts.Length > 1 && parts[1].Length == 0
            ? throw new FormatException($"'{text}' lacks a name after the slash, e.g. Vault:mine/{{UserName}}.")
            : Vault(parts[0], parts.Length > 1 ? parts[1] : null);
    }

    private static DestinationPlace? PlaceOf(string? roleArn, string? region, string? externalId, string? profileName) =>
        DestinationPlace.Of(Given(roleArn), Given(region), Given(externalId), Given(profileName));

    /// <summary>PowerShell passes $null as an empty text.</summary>
    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
