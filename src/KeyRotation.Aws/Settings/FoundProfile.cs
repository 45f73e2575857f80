using System;
using System.Collections.Generic;
using Amazon.Runtime.CredentialManagement;
using KeyRotation.Profiles;

namespace KeyRotation.Aws.Settings;

/// <summary>A profile as AWS tools put it together from the credentials file and the config file; the one goes before the other.</summary>
internal sealed class FoundProfile
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private FoundProfile(string name, IReadOnlyDictionary<string, string> inCredentials, IReadOnlyDictionary<string, string> inConfig)
    {
        Name = name;
        InCredentials = new ProfileKeys(inCredentials);
        InConfig = new ProfileKeys(inConfig);
    }

    /// <exception cref="SharedFileException">A section is not one that AWS tools read.</exception>
    public static FoundProfile Of(string name, SharedSection? inCredentials, SharedSection? inConfig) => new(name, inCredentials?.Settings ?? None, inConfig?.Settings ?? None);

    /// <summary>A profile of the .NET SDK's store, which knows the same settings by other names.</summary>
    public static FoundProfile Of(CredentialProfile registered)
    {
        CredentialProfileOptions options = registered.Options;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [ProfileKeys.AccessKeyId] = options.AccessKey,
            [ProfileKeys.SecretAccessKey] = options.SecretKey,
            ["aws_session_token"] = options.Token,
            ["role_arn"] = options.RoleArn,
            ["role_session_name"] = options.RoleSessionName,
            ["external_id"] = options.ExternalID,
            ["mfa_serial"] = options.MfaSerial,
            ["source_profile"] = options.SourceProfile,
            ["credential_source"] = options.CredentialSource,
            ["credential_process"] = options.CredentialProcess,
            ["web_identity_token_file"] = options.WebIdentityTokenFile,
            ["region"] = registered.Region?.SystemName,
            ["use_fips_endpoint"] = registered.UseFIPSEndpoint?.ToString(),
            ["use_dualstack_endpoint"] = registered.UseDualstackEndpoint?.ToString(),
            ["endpoint_url"] = registered.EndpointUrl,
            ["ignore_configured_endpoint_urls"] = registered.IgnoreConfiguredEndpointUrls?.ToString(),
        };
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string?> setting in settings)
        {
            if (!string.IsNullOrEmpty(setting.Value))
            {
                given[setting.Key] = setting.Value!;
            }
        }

        return new FoundProfile(registered.Name, given, None) { Registered = registered };
    }

    public string Name { get; }

    /// <summary>The profile in the .NET SDK's store; null for one of the files.</summary>
    public CredentialProfile? Registered { get; private init; }

    public ProfileKeys InCredentials { get; }

    public ProfileKeys InConfig { get; }

    /// <summary>A setting's value; null where it is not set, or set to nothing.</summary>
    public string? this[string setting] => InCredentials[setting] ?? InConfig[setting];
}

/// <summary>What one file says of a profile.</summary>
internal sealed class ProfileKeys
{
    public const string AccessKeyId = "aws_access_key_id";
    public const string SecretAccessKey = "aws_secret_access_key";

    private readonly IReadOnlyDictionary<string, string> settings;

    public ProfileKeys(IReadOnlyDictionary<string, string> settings) => this.settings = settings;

    public string? this[string setting] => settings.TryGetValue(setting, out string? value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Whether it has an access key, or half of one.</summary>
    public bool HasKey => (this[AccessKeyId] ?? this[SecretAccessKey]) is not null;
}
