using System;
using KeyRotation.Aws.Calls;
using KeyRotation.Profiles;

namespace KeyRotation.Aws.Settings;

/// <summary>What the environment and a profile of the shared files say about regions and endpoints.</summary>
internal sealed class ProfileSettings
{
    private readonly ProfileChoice choice;
    private readonly Lazy<FoundProfile?> profile;

    public ProfileSettings(ProfileChoice choice)
    {
        this.choice = choice;
        profile = new Lazy<FoundProfile?>(choice.ForSettings);
    }

    public string? Region => profile.Value?["region"];

    public bool UseFips => Flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");

    public bool UseDualStack => Flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");

    /// <summary>The certificates to trust beside the machine's own; null where no file of them is named.</summary>
    /// <exception cref="KeyRotationException">The file cannot be read, or has no certificates.</exception>
    public CaBundle? Trusted => choice.Trusted;

    /// <summary>
    /// The endpoint that is configured for a service, in the order that the SDKs document ("Service-specific
    /// endpoints" in the SDK reference guide); null when AWS's own is meant.
    /// </summary>
    public string? EndpointOf(ServiceIdentity service)
    {
        if (Flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"))
        {
            return null;
        }

        string id = service.ServiceId.Replace(' ', '_');
        return SetVariable.Of("AWS_ENDPOINT_URL_" + id.ToUpperInvariant())
            ?? SetVariable.Of("AWS_ENDPOINT_URL")
            ?? OfServices(id.ToLowerInvariant())
            ?? profile.Value?["endpoint_url"];
    }

    private string? OfServices(string service)
    {
        try
        {
            return profile.Value?["services"] is string name
                && choice.Section("services", name)?.Nested(service).TryGetValue("endpoint_url", out string? url) == true
                && url.Length > 0 ? url : null;
        }
        catch (SharedFileException problem)
        {
            throw ConnectionFailures.ProfilesUnreadable(problem);
        }
    }

    private bool Flag(string variable, string setting) => SetVariable.FlagOf(variable) ?? (bool.TryParse(profile.Value?[setting], out bool value) && value);
}
