using System;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Settings;

/// <summary>
/// What the calls of one connection share: its region and partition, its endpoints, FIPS and dual-stack settings.
/// Endpoints are taken from -EndpointUrl, AWS_ENDPOINT_URL_IAM and AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, the
/// profile, and else from AWS's own.
/// </summary>
internal sealed class ConnectionSettings
{
    private readonly ConnectionOptions options;
    private readonly ProfileSettings profile;

    public ConnectionSettings(ConnectionOptions options, ProfileSettings profile, ServerTime time)
    {
        this.options = options;
        this.profile = profile;
        Time = time;
        string? configured = Setting(options.Region)
            ?? SetVariable.Of("AWS_REGION")
            ?? SetVariable.Of("AWS_DEFAULT_REGION")
            ?? profile.Region;
        HasRegion = configured is not null;
        Region = configured ?? "us-east-1";
    }

    /// <summary>The region; us-east-1, which names the commercial partition, where none is set.</summary>
    public string Region { get; }

    /// <summary>Whether a region was set: a secret is not put somewhere by default.</summary>
    public bool HasRegion { get; }

    public ServerTime Time { get; }

    /// <summary>Is told of each call; null when nobody asks.</summary>
    public IReport? Report { get; init; }

    /// <summary>The partition of the region, as in the second place of an ARN.</summary>
    /// <exception cref="KeyRotationException">The region is of none.</exception>
    public string Partition => PartitionOf(Region).Name;

    /// <summary>The same connection in another region of the partition.</summary>
    /// <param name="region">The region.</param>
    public ConnectionSettings In(string region) => new(options.At(region, endpointUrl: null), profile, Time) { Report = Report };

    /// <summary>Where the calls to a service go.</summary>
    /// <exception cref="KeyRotationException">The region, the configured endpoint or the bundle of certificates is not usable.</exception>
    public ServiceClientConfig ConfigOf(ServiceIdentity service, RetryMode retry)
    {
        ServiceEndpoint endpoint = EndpointOf(service);
        ServiceClientConfig config = new ServiceClientConfig(service, endpoint, retry, Time) { Report = Report }.WithoutLookups();
        if (endpoint.Url.Scheme == "https" && profile.Trusted is CaBundle bundle)
        {
            config.HttpClientFactory = bundle;
        }

        return config;
    }

    internal ServiceEndpoint EndpointOf(ServiceIdentity service)
    {
        bool useFips = profile.UseFips;
        bool useDualStack = profile.UseDualStack;
        Partition partition = PartitionOf(Region);
        if (ConfiguredUrl(service) is string url)
        {
            if (useFips || useDualStack)
            {
                throw ConnectionFailures.FipsOrDualStackWithEndpoint(url);
            }

            string signingRegion = service == ServiceIdentity.Iam ? partition.IamSigningRegion
                : service == ServiceIdentity.Organizations ? ServiceEndpoint.OfOrganizations(partition, Region, useFips: false, useDualStack: false).SigningRegion
                : Region;
            return Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
                ? new ServiceEndpoint(new Uri(url, UriKind.Absolute), signingRegion)
                : throw ConnectionFailures.InvalidEndpoint(url);
        }

        return service == ServiceIdentity.Iam ? ServiceEndpoint.OfIam(partition, useFips, useDualStack)
            : service == ServiceIdentity.Sts ? ServiceEndpoint.OfSts(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.Organizations ? ServiceEndpoint.OfOrganizations(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.Sqs ? ServiceEndpoint.OfSqs(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.Ses ? ServiceEndpoint.OfSes(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.Sns ? ServiceEndpoint.OfSns(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.StepFunctions ? ServiceEndpoint.OfStepFunctions(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.CloudTrail ? ServiceEndpoint.OfCloudTrail(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.GuardDuty ? ServiceEndpoint.OfGuardDuty(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.Config ? ServiceEndpoint.OfConfig(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.SecurityHub ? ServiceEndpoint.OfSecurityHub(partition, Region, useFips, useDualStack)
            : service == ServiceIdentity.Ssm ? ServiceEndpoint.OfSsm(partition, Region, useFips, useDualStack)
            : ServiceEndpoint.OfSecretsManager(partition, Region, useFips, useDualStack);
    }

    private static Partition PartitionOf(string region) => Calls.Partition.Of(region) ?? throw ConnectionFailures.UnknownRegion(region);

    private string? ConfiguredUrl(ServiceIdentity service) => Setting(options.EndpointUrl) ?? profile.EndpointOf(service);

    private static string? Setting(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
