using System;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Settings;

/// <summary>What the environment and a profile of the shared files say about regions and endpoints.</summary>
internal sealed class ProfileSettings
{
    private readonly ProfileChoice choice;

    public ProfileSettings(ProfileChoice choice) => this.choice = choice;

    public string? Region => choice.Profile?.Region?.SystemName;

    public bool UseFips => Flag("AWS_USE_FIPS_ENDPOINT") ?? choice.Profile?.UseFIPSEndpoint ?? false;

    public bool UseDualStack => Flag("AWS_USE_DUALSTACK_ENDPOINT") ?? choice.Profile?.UseDualstackEndpoint ?? false;

    /// <summary>
    /// The endpoint that is configured for a service, in the order that the SDKs document ("Service-specific
    /// endpoints" in the SDK reference guide); null when AWS's own is meant.
    /// </summary>
    /// <exception cref="KeyRotationException">What is configured is no address.</exception>
    public string? EndpointOf(ServiceIdentity service)
    {
        bool ignore = Flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? choice.Profile?.IgnoreConfiguredEndpointUrls ?? false;
        try
        {
            return ignore ? null : new ConfiguredEndpoint(service, choice).ServiceURL;
        }
        catch (AmazonClientException problem)
        {
            throw ConnectionFailures.InvalidEndpoint(service.ServiceId, problem);
        }
    }

    private static bool? Flag(string name) => bool.TryParse(Environment.GetEnvironmentVariable(name), out bool value) ? value : null;

    /// <summary>The SDK reads the environment and the profile for a client's settings: this is one that makes no client.</summary>
    private sealed class ConfiguredEndpoint : ClientConfig
    {
        private readonly ServiceIdentity service;

        public ConfiguredEndpoint(ServiceIdentity service, ProfileChoice choice)
            : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard }]))
        {
            this.service = service;
            ServiceId = service.ServiceId;
            Profile = new Profile(choice.Name, choice.GivenLocation);
            IgnoreConfiguredEndpointUrls = false;
        }

        public override string ServiceVersion => service.Version;

        public override string UserAgent => string.Empty;

        public override string RegionEndpointServiceName => service.SigningName;

        public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(ServiceURL);
    }
}
