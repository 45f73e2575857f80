using System;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Query;
using KeyRotation.Aws.Sts;
using KeyRotation.Sandbox;

namespace KeyRotation.Aws.Tests.Support;

/// <summary>The clients under test, aimed at a server of the test's own.</summary>
internal static class Clients
{
    public const string KeyId = "AKIATESTTESTTEST0001";

    public static IamClient Iam(Uri endpoint, ServerTime? time = null, AWSCredentials? credentials = null) =>
        new(credentials ?? Some(), retry => Config(ServiceIdentity.Iam, endpoint, retry, time));

    public static IamClient Iam(SandboxServer server, ServerTime? time = null) => Iam(server.Endpoint, time, AdministratorOf(server));

    /// <summary>An IAM client that sends every call once.</summary>
    public static IamClient IamOnce(Uri endpoint, ServerTime? time = null) =>
        new(Some(), _ => Config(ServiceIdentity.Iam, endpoint, RetryMode.Once, time));

    public static StsClient Sts(Uri endpoint) => new(Some(), Config(ServiceIdentity.Sts, endpoint));

    public static StsClient Sts(SandboxServer server) => new(AdministratorOf(server), Config(ServiceIdentity.Sts, server.Endpoint));

    public static StsClient UnsignedSts(Uri endpoint) => new(credentials: null, Config(ServiceIdentity.Sts, endpoint));

    public static JsonClient Json(ServiceIdentity service, Uri endpoint, AWSCredentials? credentials = null) =>
        new(credentials ?? Some(), Config(service, endpoint));

    public static AWSCredentials AdministratorOf(SandboxServer server) =>
        new BasicAWSCredentials(server.Administrator.AccessKeyId, server.Administrator.SecretAccessKey);

    public static ConnectionOptions OptionsOf(SandboxServer server) => new()
    {
        EndpointUrl = server.Endpoint.AbsoluteUri,
        Region = "us-east-1",
        AccessKey = server.Administrator.AccessKeyId,
        SecretKey = SecretText.Protect(server.Administrator.SecretAccessKey),
    };

    public static QueryClient Sns(Uri endpoint) => new(Some(), Config(ServiceIdentity.Sns, endpoint));

    private static BasicAWSCredentials Some() => new(KeyId, "a-secret-that-signs-the-calls");

    internal static ServiceClientConfig Config(ServiceIdentity service, Uri endpoint, RetryMode? retry = null, ServerTime? time = null) =>
        new(service, new ServiceEndpoint(endpoint, "us-east-1"), retry ?? RetryMode.Once, time ?? new ServerTime(TimeProvider.System));
}
