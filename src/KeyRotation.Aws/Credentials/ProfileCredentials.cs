using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws.Credentials;

/// <summary>Makes credentials of a profile. Roles are assumed here; keys, processes, SSO and sign-ins are left to the SDK.</summary>
internal sealed class ProfileCredentials
{
    private readonly CredentialProfileStoreChain store;
    private readonly ConnectionSettings settings;
    private readonly bool mayRunProcesses;

    public ProfileCredentials(CredentialProfileStoreChain store, ConnectionSettings settings, bool mayRunProcesses)
    {
        this.store = store;
        this.settings = settings;
        this.mayRunProcesses = mayRunProcesses;
    }

    /// <exception cref="KeyRotationException">The profile gives no credentials.</exception>
    public AWSCredentials Of(CredentialProfile profile) => Of(profile, new HashSet<string>(StringComparer.Ordinal));

    private AWSCredentials Of(CredentialProfile profile, HashSet<string> path)
    {
        CredentialProfileOptions options = profile.Options;
        if (string.IsNullOrEmpty(options.RoleArn) || !string.IsNullOrEmpty(options.EndpointName))
        {
            return BySdk(profile);
        }

        if (!path.Add(profile.Name))
        {
            throw ConnectionFailures.ProfileUnusable(profile.Name, "its source_profile leads back to itself.");
        }

        if (!string.IsNullOrEmpty(options.MfaSerial))
        {
            throw ConnectionFailures.ProfileUnusable(profile.Name, "it needs a code of an MFA device (mfa_serial), which cannot be asked for here.");
        }

        var role = new RoleToAssume(
            options.RoleArn,
            string.IsNullOrEmpty(options.RoleSessionName) ? SessionName() : options.RoleSessionName,
            string.IsNullOrEmpty(options.ExternalID) ? null : options.ExternalID);
        return string.IsNullOrEmpty(options.WebIdentityTokenFile)
            ? OfSource(Source(profile, path), role)
            : AssumedRoleCredentials.OfWebIdentity(new StsClient(credentials: null, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat())), role, options.WebIdentityTokenFile, settings.Time);
    }

    internal static string SessionName() => string.Format(CultureInfo.InvariantCulture, "KeyRotation-{0:N}", Guid.NewGuid());

    private AssumedRoleCredentials OfSource(AWSCredentials source, RoleToAssume role) =>
        AssumedRoleCredentials.Of(new StsClient(source, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat())), source, role, settings.Time);

    private AWSCredentials Source(CredentialProfile profile, HashSet<string> path)
    {
        CredentialProfileOptions options = profile.Options;
        if (!string.IsNullOrEmpty(options.CredentialSource))
        {
            return OfCredentialSource(profile.Name, options.CredentialSource);
        }

        if (options.SourceProfile == profile.Name && !string.IsNullOrEmpty(options.AccessKey))
        {
            return new BasicAWSCredentials(options.AccessKey, options.SecretKey);
        }

        return store.TryGetProfile(options.SourceProfile ?? string.Empty, out CredentialProfile source)
            ? Of(source, path)
            : throw ConnectionFailures.ProfileUnusable(profile.Name, $"its source_profile '{options.SourceProfile}' is not there.");
    }

    private static AWSCredentials OfCredentialSource(string profileName, string source)
    {
        try
        {
            return source.ToUpperInvariant() switch
            {
                "ENVIRONMENT" => new EnvironmentVariablesAWSCredentials(),
                "ECSCONTAINER" => new GenericContainerCredentials(),
                "EC2INSTANCEMETADATA" => new InstanceProfileAWSCredentials(),
                _ => throw ConnectionFailures.ProfileUnusable(profileName, $"its credential_source '{source}' is none of Environment, EcsContainer and Ec2InstanceMetadata."),
            };
        }
        catch (Exception problem) when (problem is not KeyRotationException)
        {
            throw ConnectionFailures.ProfileUnusable(profileName, $"its credential_source '{source}' has none: {problem.Message}", problem);
        }
    }

    private AWSCredentials BySdk(CredentialProfile profile)
    {
        try
        {
            AWSCredentials credentials = profile.GetAWSCredentials(store);
            if (credentials is ProcessAWSCredentials && !mayRunProcesses)
            {
                throw ConnectionFailures.ProfileUnusable(profile.Name, "its credential_process is not run here.");
            }

            if (credentials is SSOAWSCredentials sso)
            {
                // Nobody may be there to sign in: the SDK is to say that there is no token, and not what it would need to get one.
                sso.Options.SupportsGettingNewToken = false;
            }

            return credentials;
        }
        catch (Exception problem) when (problem is InvalidDataException or InvalidOperationException or AmazonClientException)
        {
            throw ConnectionFailures.ProfileUnusable(profile.Name, problem.Message, problem);
        }
    }
}
