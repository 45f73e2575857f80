using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sts;
using KeyRotation.Profiles;

namespace KeyRotation.Aws.Credentials;

/// <summary>
/// Makes credentials of a profile, in the AWS CLI's order: a role, web identity, SSO, the keys of the credentials file, a
/// sign-in, a process, the keys of the config file. Roles are assumed here; processes, SSO and sign-ins are left to the SDK.
/// </summary>
internal sealed class ProfileCredentials
{
    private static readonly string[] Sso = ["sso_account_id", "sso_role_name", "sso_start_url", "sso_session"];

    private static readonly string[] Beginnings =
        [ProfileKeys.AccessKeyId, ProfileKeys.SecretAccessKey, "role_arn", "web_identity_token_file", "credential_process", "login_session", .. Sso];

    private readonly ProfileChoice profiles;
    private readonly ConnectionSettings settings;
    private readonly MultiFactorSession? multiFactor;
    private readonly bool mayRunProcesses;

    public ProfileCredentials(ProfileChoice profiles, ConnectionSettings settings, MultiFactorSession? multiFactor, bool mayRunProcesses)
    {
        this.profiles = profiles;
        this.settings = settings;
        this.multiFactor = multiFactor;
        this.mayRunProcesses = mayRunProcesses;
    }

    /// <summary>Whether a role was found that asks for an MFA code.</summary>
    public bool UsesMultiFactor { get; private set; }

    /// <summary>True for a profile that only sets a region, an output format and the like: usual on instances and in containers.</summary>
    public static bool IsBare(FoundProfile profile) =>
        Array.TrueForAll(Beginnings, setting => profile[setting] is null) && profile.Registered is not { CanCreateAWSCredentials: true };

    /// <exception cref="KeyRotationException">The profile gives no credentials.</exception>
    public AWSCredentials Of(FoundProfile profile) => Of(profile, new HashSet<string>(StringComparer.Ordinal));

    internal static string SessionName() => string.Format(CultureInfo.InvariantCulture, "KeyRotation-{0:N}", Guid.NewGuid());

    private AWSCredentials Of(FoundProfile profile, HashSet<string> path)
    {
        // What a role is assumed with is the keys that are there, even where the source is a role as well.
        bool isSource = path.Count > 0;
        if (profile["role_arn"] is not string arn || (isSource && (profile.InCredentials.HasKey || profile.InConfig.HasKey)) || profile.Registered?.Options.EndpointName is { Length: > 0 })
        {
            return Itself(profile);
        }

        if (!path.Add(profile.Name))
        {
            throw ConnectionFailures.ProfileUnusable(profile.Name, "its source_profile leads back to itself.");
        }

        var role = new RoleToAssume(arn, profile["role_session_name"] ?? SessionName(), profile["external_id"]);
        if (profile["web_identity_token_file"] is string tokenFile)
        {
            return AssumedRoleCredentials.OfWebIdentity(new StsClient(credentials: null, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat())), role, tokenFile, settings.Time);
        }

        AWSCredentials source = Source(profile, path);
        var sts = new StsClient(source, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat()));
        return profile["mfa_serial"] is string serial ? OfMultiFactor(serial, sts, source, role) : AssumedRoleCredentials.Of(sts, source, role, settings.Time);
    }

    private MultiFactorCredentials OfMultiFactor(string serial, StsClient sts, AWSCredentials source, RoleToAssume role)
    {
        UsesMultiFactor = true;
        return MultiFactorCredentials.OfRole(
            multiFactor ?? throw ConnectionFailures.TokenCodeNeeded(role.RoleArn, serial), multiFactor.SerialNumber ?? serial, sts, source, role, settings.Time);
    }

    private AWSCredentials Source(FoundProfile profile, HashSet<string> path) => (profile["source_profile"], profile["credential_source"]) switch
    {
        (null, string source) => OfCredentialSource(profile.Name, source),
        (string name, null) => Of(profiles.Find(name) ?? throw ConnectionFailures.ProfileUnusable(profile.Name, $"its source_profile '{name}' is not there."), path),
        (null, null) => throw ConnectionFailures.ProfileUnusable(profile.Name, "it has role_arn and does not say what to assume the role with: source_profile, credential_source or web_identity_token_file."),
        _ => throw ConnectionFailures.ProfileUnusable(profile.Name, "it has both source_profile and credential_source."),
    };

    private static AWSCredentials OfCredentialSource(string profileName, string source)
    {
        try
        {
            return source.ToUpperInvariant() switch
            {
                "ENVIRONMENT" => EnvironmentKeys.Find() ?? throw new InvalidOperationException("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set."),
                "ECSCONTAINER" => new GenericContainerCredentials(),
                "EC2INSTANCEMETADATA" => new InstanceProfileAWSCredentials(),
                _ => throw ConnectionFailures.ProfileUnusable(profileName, $"its credential_source '{source}' is not Environment, EcsContainer or Ec2InstanceMetadata."),
            };
        }
        catch (Exception problem) when (problem is not KeyRotationException)
        {
            throw ConnectionFailures.ProfileUnusable(profileName, $"its credential_source '{source}' has none: {problem.Message}", problem);
        }
    }

    /// <summary>What a profile gives without a role.</summary>
    private AWSCredentials Itself(FoundProfile profile)
    {
        if (Sso.Any(setting => profile[setting] is not null))
        {
            return OfSso(profile);
        }

        if (profile.InCredentials.HasKey)
        {
            return OfKeys(profile, profile.InCredentials);
        }

        if (profile["login_session"] is string session)
        {
            return BySdk(new CredentialProfile(profile.Name, new CredentialProfileOptions { LoginSession = session }));
        }

        if (profile["credential_process"] is string process)
        {
            return mayRunProcesses
                ? BySdk(new CredentialProfile(profile.Name, new CredentialProfileOptions { CredentialProcess = process }))
                : throw ConnectionFailures.ProfileUnusable(profile.Name, "its credential_process is not run here.");
        }

        return profile.InConfig.HasKey ? OfKeys(profile, profile.InConfig)
            : profile.Registered is CredentialProfile registered ? BySdk(registered)
            : throw ConnectionFailures.ProfileUnusable(profile.Name, "it has no access key, no role and no other source of credentials.");
    }

    private static AWSCredentials OfKeys(FoundProfile profile, ProfileKeys keys)
    {
        if (keys[ProfileKeys.AccessKeyId] is not string accessKeyId || keys[ProfileKeys.SecretAccessKey] is not string secretAccessKey)
        {
            throw ConnectionFailures.ProfileUnusable(profile.Name, "it has half of an access key: aws_access_key_id and aws_secret_access_key belong together, in one file.");
        }

        return (keys["aws_session_token"] ?? keys["aws_security_token"]) is string token
            ? new SessionAWSCredentials(accessKeyId, secretAccessKey, token)
            : new BasicAWSCredentials(accessKeyId, secretAccessKey);
    }

    private AWSCredentials OfSso(FoundProfile profile)
    {
        var options = new CredentialProfileOptions
        {
            SsoAccountId = profile["sso_account_id"],
            SsoRoleName = profile["sso_role_name"],
            SsoRegion = profile["sso_region"],
            SsoStartUrl = profile["sso_start_url"],
            SsoSession = profile["sso_session"],
        };
        if (options.SsoSession is string name)
        {
            try
            {
                SharedSection session = profiles.Section("sso-session", name)
                    ?? throw ConnectionFailures.ProfileUnusable(profile.Name, $"its sso_session '{name}' is not in the config file.");
                options.SsoRegion = session["sso_region"];
                options.SsoStartUrl = session["sso_start_url"];
                options.SsoRegistrationScopes = session["sso_registration_scopes"];
            }
            catch (SharedFileException problem)
            {
                throw ConnectionFailures.ProfilesUnreadable(problem);
            }
        }

        return BySdk(new CredentialProfile(profile.Name, options));
    }

    private static AWSCredentials BySdk(CredentialProfile profile)
    {
        try
        {
            AWSCredentials credentials = profile.GetAWSCredentials(profile.CredentialProfileStore);
            if (credentials is SSOAWSCredentials sso)
            {
                // Nobody may be there to sign in: the SDK is to say that there is no token, and not what it would need to get one.
                sso.Options.SupportsGettingNewToken = false;
            }

            return credentials;
        }
        catch (Exception problem) when (problem is InvalidDataException or InvalidOperationException or AmazonClientException or ArgumentException or TypeInitializationException)
        {
            throw ConnectionFailures.UnreadableForSdk($"the profile '{profile.Name}'", problem) ?? ConnectionFailures.ProfileUnusable(profile.Name, problem.Message, problem);
        }
    }
}
