using System;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace KeyRotation.Aws.Calls;

/// <summary>The SDK's settings of one client of ours.</summary>
internal sealed class ServiceClientConfig : ClientConfig
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
#if NET8_0_OR_GREATER

    /// <summary>As in the SDKs' standard configuration: two packets may be lost. Where the SDK uses .NET Framework, it cannot be set.</summary>
    private static readonly TimeSpan LongestConnect = TimeSpan.FromMilliseconds(3100);
#endif

    public ServiceClientConfig(ServiceIdentity service, ServiceEndpoint endpoint, RetryMode retry, ServerTime time)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard }]))
    {
        Service = service;
        Time = time;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        ServiceURL = endpoint.Url.AbsoluteUri;
        AuthenticationRegion = endpoint.SigningRegion;
        EndpointProvider = new FixedEndpoint(endpoint.Url);
        Timeout = AnswerTimeout;
#if NET8_0_OR_GREATER
        ConnectTimeout = LongestConnect;
#endif
        DisableLogging = true;
        AllowAutoRedirect = false;
        ThrottleRetries = false;

        // The adaptive mode of the SDK gives up at the first throttle: it waits for tokens that it never gets.
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = retry.MaxErrorRetry;
        MaxStaleConnectionRetries = retry.MaxStaleConnectionRetries;
    }

    public ServiceIdentity Service { get; }

    /// <summary>Learns AWS's time from the answers.</summary>
    public ServerTime Time { get; }

    /// <summary>Measures how long an answer takes: the network's time, whatever time the work goes by.</summary>
    public TimeProvider Stopwatch { get; init; } = TimeProvider.System;

    /// <summary>Is told of each call; null when nobody asks.</summary>
    public IReport? Report { get; init; }

    public override string ServiceVersion => Service.Version;

    public override string UserAgent => "KeyRotation/" + typeof(ServiceClientConfig).Assembly.GetName().Version?.ToString(3);

    public override string RegionEndpointServiceName => Service.SigningName;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(ServiceURL);

    private sealed class FixedEndpoint : IEndpointProvider
    {
        private readonly string url;

        public FixedEndpoint(Uri url) => this.url = url.AbsoluteUri;

        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new(url);
    }
}

/// <summary>What names a service.</summary>
/// <param name="ServiceId">The id of the API model, e.g. <c>IAM</c>: names the settings AWS_ENDPOINT_URL_IAM and so on.</param>
/// <param name="SigningName">The name that signatures and IAM actions use, e.g. <c>iam</c>.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="TargetPrefix">What the JSON protocol puts before the operation; null for the query protocol, and where the address says it.</param>
internal sealed record ServiceIdentity(string ServiceId, string SigningName, string Version, string? TargetPrefix = null)
{
    /// <summary>The version of the JSON protocol.</summary>
    public string JsonVersion { get; init; } = "1.1";

    public static readonly ServiceIdentity Iam = new("IAM", "iam", "2010-05-08");

    public static readonly ServiceIdentity Sts = new("STS", "sts", "2011-06-15");

    public static readonly ServiceIdentity Organizations = new("Organizations", "organizations", "2016-11-28", "AWSOrganizationsV20161128");

    public static readonly ServiceIdentity SecretsManager = new("Secrets Manager", "secretsmanager", "2017-10-17", "secretsmanager");

    public static readonly ServiceIdentity Ssm = new("SSM", "ssm", "2014-11-06", "AmazonSSM");

    public static readonly ServiceIdentity CloudTrail = new("CloudTrail", "cloudtrail", "2013-11-01", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101");

    public static readonly ServiceIdentity Sqs = new("SQS", "sqs", "2012-11-05", "AmazonSQS") { JsonVersion = "1.0" };

    public static readonly ServiceIdentity GuardDuty = new("GuardDuty", "guardduty", "2017-11-28");

    public static readonly ServiceIdentity Config = new("Config Service", "config", "2014-11-12", "StarlingDoveService");

    public static readonly ServiceIdentity SecurityHub = new("SecurityHub", "securityhub", "2018-10-26");

    public static readonly ServiceIdentity Ses = new("SESv2", "ses", "2019-09-27");

    public static readonly ServiceIdentity Sns = new("SNS", "sns", "2010-03-31");

    public static readonly ServiceIdentity StepFunctions = new("SFN", "states", "2016-11-23", "AWSStepFunctions") { JsonVersion = "1.0" };
}
