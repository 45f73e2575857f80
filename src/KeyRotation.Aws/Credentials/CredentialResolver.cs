using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws.Credentials;

/// <summary>
/// Finds credentials where the AWS SDKs look ("Credential providers" in the SDK reference guide): what was given, a
/// managed identity of Azure among it, the session of AWS Tools for PowerShell, the environment, web identity, the profile, the container, the instance. Remembers where it looked.
/// </summary>
internal sealed class CredentialResolver
{
    /// <summary>The default profile of older AWS Tools for PowerShell, which those of today read after <c>default</c>.</summary>
    private const string LegacyDefault = "AWS PS Default";

    private readonly ConnectionOptions options;
    private readonly ProfileChoice choice;
    private readonly ConnectionSettings settings;
    private readonly bool mayRunProcesses;
    private readonly List<string> looked = [];
    private string source = string.Empty;
    private bool usesMultiFactor;

    public CredentialResolver(ConnectionOptions options, ProfileChoice choice, ConnectionSettings settings, bool mayRunProcesses)
    {
        this.options = options;
        this.choice = choice;
        this.settings = settings;
        this.mayRunProcesses = mayRunProcesses;
    }

    /// <summary>Where the credentials come from, for messages; empty before they are found.</summary>
    public string Source => source;

    /// <summary>
    /// Credentials that are there to sign with. They are had here and not with the first call, so that a failure is
    /// told as what it is. What the SDK's providers wait for cannot be stopped: only the waiting for them ends.
    /// </summary>
    /// <exception cref="KeyRotationException">There are none, or those that were asked for cannot be had.</exception>
    /// <exception cref="ServiceException">STS refuses a role or does not answer.</exception>
    public async Task<AWSCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => stopped.TrySetResult(true));
        Task<AWSCredentials> found = Task.Run(FindAsync, cancellationToken);
        await Task.WhenAny(found, stopped.Task).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return await found.ConfigureAwait(false);
    }

    private async Task<AWSCredentials> FindAsync()
    {
        try
        {
            AWSCredentials credentials = OfManagedIdentity() ?? Given() ?? GivenProfile() ?? FromSession() ?? FromEnvironment() ?? FromWebIdentity() ?? FromProfile() ?? FromContainer() ?? FromInstance()
                ?? throw ConnectionFailures.NoCredentials(looked);
            credentials = InRole(credentials);
            await credentials.GetCredentialsAsync().ConfigureAwait(false);
            return credentials;
        }
        catch (Exception problem) when (problem is not (KeyRotationException or ServiceException))
        {
            throw ConnectionFailures.CredentialsFailed(source, problem);
        }
    }

    private AssumedRoleCredentials? OfManagedIdentity()
    {
        if ((options.ManagedIdentityResource ?? options.ManagedIdentityClientId) is null)
        {
            looked.Add("-ManagedIdentityResource (not given)");
            return null;
        }

        if (options.ManagedIdentityResource is null || options.RoleArn is null)
        {
            throw ConnectionFailures.ManagedIdentityIncomplete();
        }

        if ((options.AccessKey ?? options.SessionToken ?? options.ProfileName) is not null || options.SecretKey is not null || options.MultiFactor is { IsWanted: true })
        {
            throw ConnectionFailures.CredentialsConflict();
        }

        source = "the managed identity";
        var identity = new ManagedIdentity(options.ManagedIdentityResource, options.ManagedIdentityClientId, settings.Time);
        var role = new RoleToAssume(options.RoleArn, ProfileCredentials.SessionName());
        return AssumedRoleCredentials.OfManagedIdentity(new StsClient(credentials: null, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat())), role, identity, settings.Time);
    }

    /// <summary>The role that was asked for, assumed with what was found. A managed identity has assumed it already.</summary>
    private AWSCredentials InRole(AWSCredentials found)
    {
        if (options.ManagedIdentityResource is not null)
        {
            return found;
        }

        string? serial = options.MultiFactor is { IsWanted: true } && !usesMultiFactor ? SerialNumber() : null;
        if (options.RoleArn is null)
        {
            return serial is null ? found : MultiFactorCredentials.OfUser(options.MultiFactor!, serial, Sts(found), source, settings.Time);
        }

        source = $"{source}, as {options.RoleArn}";
        var role = new RoleToAssume(options.RoleArn, ProfileCredentials.SessionName());
        return serial is null
            ? AssumedRoleCredentials.Of(Sts(found), found, role, settings.Time)
            : MultiFactorCredentials.OfRole(options.MultiFactor!, serial, Sts(found), found, role, settings.Time);
    }

    private StsClient Sts(AWSCredentials signer) => new(signer, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat()));

    private string SerialNumber() => options.MultiFactor!.SerialNumber ?? choice.Profile?["mfa_serial"] ?? throw ConnectionFailures.SerialNumberMissing();

    private AWSCredentials? Given()
    {
        if (options.AccessKey is null && options.SecretKey is null && options.SessionToken is null)
        {
            looked.Add("-AccessKey and -SecretKey (not given)");
            return null;
        }

        source = "-AccessKey and -SecretKey";
        if (options.AccessKey is null || options.SecretKey is null)
        {
            throw ConnectionFailures.IncompleteKey();
        }

        string secret = SecretText.Reveal(options.SecretKey);
        return options.SessionToken is null
            ? new BasicAWSCredentials(options.AccessKey, secret)
            : new SessionAWSCredentials(options.AccessKey, secret, options.SessionToken);
    }

    private AWSCredentials? GivenProfile()
    {
        if (options.ProfileName is null)
        {
            looked.Add("-ProfileName (not given)");
            return null;
        }

        return choice.Profile is FoundProfile profile
            ? Of(profile)
            : throw ConnectionFailures.ProfileNotFound(options.ProfileName, choice.KnownNames());
    }

    private AWSCredentials Of(FoundProfile profile)
    {
        source = $"the profile '{profile.Name}'";
        var made = new ProfileCredentials(choice, settings, options.MultiFactor, mayRunProcesses);
        AWSCredentials credentials = made.Of(profile);
        usesMultiFactor = made.UsesMultiFactor;
        return credentials;
    }

    private HeldCredentials? FromSession()
    {
        if (options.Session is not SessionCredentials held)
        {
            looked.Add("$StoredAWSCredentials (not set)");
            return null;
        }

        source = held.Name;
        return mayRunProcesses || held.IsPlainKey ? new HeldCredentials(held) : throw ConnectionFailures.SessionNotAsked(held.Name);
    }

    private AWSCredentials? FromEnvironment()
    {
        if (EnvironmentKeys.Find() is not AWSCredentials keys)
        {
            looked.Add("the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (not both set)");
            return null;
        }

        source = "the environment";
        return keys;
    }

    private AWSCredentials? FromWebIdentity()
    {
        if (SetVariable.Of("AWS_WEB_IDENTITY_TOKEN_FILE") is not string tokenFile || SetVariable.Of("AWS_ROLE_ARN") is not string roleArn)
        {
            looked.Add("web identity: AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN (not both set)");
            return null;
        }

        source = "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE";
        var role = new RoleToAssume(roleArn, SetVariable.Of("AWS_ROLE_SESSION_NAME") ?? ProfileCredentials.SessionName());
        return AssumedRoleCredentials.OfWebIdentity(new StsClient(credentials: null, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat())), role, tokenFile, settings.Time);
    }

    private AWSCredentials? FromProfile()
    {
        FoundProfile? profile = choice.Profile;
        if (!choice.IsFromEnvironment && (profile is null || ProfileCredentials.IsBare(profile)))
        {
            profile = choice.Find(LegacyDefault) ?? profile;
        }

        if (profile is not null && (choice.IsFromEnvironment || !ProfileCredentials.IsBare(profile)))
        {
            return Of(profile);
        }

        // A profile that was asked for by AWS_PROFILE and is not there is a mistake; that there is no default one is not.
        if (choice.IsFromEnvironment)
        {
            throw ConnectionFailures.ProfileNotFound(choice.Name, choice.KnownNames());
        }

        looked.Add($"the profile '{choice.Name}' in {choice.Location} ({(profile is null ? "not there" : "holds no credentials")})");
        return null;
    }

    private AWSCredentials? FromContainer()
    {
        if (SetVariable.Of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is null && SetVariable.Of("AWS_CONTAINER_CREDENTIALS_FULL_URI") is null)
        {
            looked.Add("the container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI (not set)");
            return null;
        }

        source = "the container";
        return new GenericContainerCredentials();
    }

    private InstanceProfileAWSCredentials? FromInstance()
    {
        if (string.Equals(SetVariable.Of("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            looked.Add("the instance's metadata (switched off by AWS_EC2_METADATA_DISABLED)");
            return null;
        }

        source = "the instance";
        try
        {
            return new InstanceProfileAWSCredentials();
        }
        catch (Exception problem) when (problem is AmazonServiceException or AmazonClientException or InvalidOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            looked.Add("the instance's metadata (does not answer)");
            return null;
        }
    }
}
