using System.Collections.Generic;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Settings;

/// <summary>
/// Settles what the SDK would otherwise look up in the shared files. It does so once in a process, and for good fails at
/// lines that its reader does not know, although nothing of that is of use here.
/// </summary>
internal static class Settled
{
    public static ServiceClientConfig WithoutLookups(this ServiceClientConfig config)
    {
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        config.UseDualstackEndpoint = false;
        config.UseFIPSEndpoint = false;
        config.IgnoreConfiguredEndpointUrls = true;
        config.DisableRequestCompression = true;
        config.RequestMinCompressionSizeBytes = 10240;
        config.EndpointDiscoveryEnabled = false;
        config.AccountIdEndpointMode = AccountIdEndpointMode.DISABLED;
        config.ClientAppId = string.Empty;
        SetWhereThere(config, "AuthSchemePreference", new List<string>());
        SetWhereThere(config, "SigV4aSigningRegionSet", new List<string>());
        SetWhereThere(config, "DisableClockSkewCorrection", value: false);
        return config;
    }

    /// <summary>In Windows PowerShell the SDK may be an older one, that of AWS Tools in the same session.</summary>
    private static void SetWhereThere(ServiceClientConfig config, string property, object value) => typeof(ClientConfig).GetProperty(property)?.SetValue(config, value);
}
