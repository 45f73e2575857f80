using System.Security;

namespace KeyRotation;

/// <summary>
/// How to reach an account: the connection parameters of every cmdlet, named as in AWS Tools for PowerShell.
/// What is null is taken from the environment, the shared files or the machine, as the AWS SDKs do.
/// </summary>
public sealed class ConnectionOptions
{
    private string? region;
    private string? endpointUrl;

    /// <summary>A connection that nothing is known of yet.</summary>
    public ConnectionOptions() => Source = this;

    /// <summary>A profile of the shared configuration files, or of the .NET SDK's store on Windows.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The credentials file that holds the profile; null for the usual places.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>What the session holds for every command in it; null when it holds nothing. A given key or profile goes before it, and it before the environment.</summary>
    public SessionCredentials? Session { get; init; }

    /// <summary>The region that names the partition, e.g. eu-central-1 or cn-north-1.</summary>
    public string? Region
    {
        get => region;
        init => region = value;
    }

    /// <summary>The id of the key to sign with.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret of the key to sign with.</summary>
    public SecureString? SecretKey { get; init; }

    /// <summary>The session token that belongs to temporary credentials.</summary>
    public string? SessionToken { get; init; }

    /// <summary>The session that an MFA code begins; null where none can be asked for.</summary>
    public MultiFactorSession? MultiFactor { get; init; }

    /// <summary>A role to assume with the credentials that are found, or with the token of a managed identity of Azure; null for none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The application id URI that a managed identity's token is asked for, which is the token's audience; null to sign in otherwise.</summary>
    public string? ManagedIdentityResource { get; init; }

    /// <summary>The client id of a user-assigned managed identity; null for the machine's own.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>An endpoint to use for every service instead of AWS's own.</summary>
    public string? EndpointUrl
    {
        get => endpointUrl;
        init => endpointUrl = value;
    }

    /// <summary>The account of many that is entered with these credentials; null for the account that they are of.</summary>
    public Account? Account { get; private set; }

    /// <summary>The connection whose credentials enter the account; itself where none is entered.</summary>
    public ConnectionOptions Source { get; private set; }

    /// <summary>The same way into the same account, to another region or endpoint. Accounts that share their credentials go on to share them.</summary>
    /// <param name="region">The region; null for the same.</param>
    /// <param name="endpointUrl">The endpoint; null for the same.</param>
    public ConnectionOptions At(string? region, string? endpointUrl)
    {
        var moved = (ConnectionOptions)MemberwiseClone();
        moved.region = region ?? Region;
        moved.endpointUrl = endpointUrl ?? EndpointUrl;
        return moved;
    }

    /// <summary>The same credentials and settings, to enter an account with.</summary>
    /// <param name="account">The account.</param>
    internal ConnectionOptions Into(Account account)
    {
        var into = (ConnectionOptions)MemberwiseClone();
        into.Account = account;
        into.Source = Source;
        return into;
    }

    /// <summary>Says which profile, key or role is used; never a secret.</summary>
    public override string ToString() =>
        AccessKey is not null ? "access key " + AccessKey
        : ManagedIdentityResource is not null ? $"managed identity as {RoleArn}"
        : ProfileName is not null ? "profile " + ProfileName
        : Session is not null ? Session.Name
        : RoleArn is not null ? $"default credentials as {RoleArn}"
        : "default credentials";
}
