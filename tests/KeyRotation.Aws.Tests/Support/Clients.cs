using System;
using Amazon.Runtime;
using KeyRotation.Aws.Endpoints;
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
        new(retry => Query(ServiceIdentity.Iam, endpoint, retry, time, credentials ?? Some()));

    public static IamClient Iam(SandboxServer server, ServerTime? time = null) => Iam(server.Endpoint, time, AdministratorOf(server));

    /// <summary>An IAM client that sends every call once.</summary>
    public static IamClient IamOnce(Uri endpoint, ServerTime? time = null) =>
        new(_ => Query(ServiceIdentity.Iam, endpoint, RetryMode.Once, time, Some()));

    public static StsClient Sts(Uri endpoint) => new(Query(ServiceIdentity.Sts, endpoint, RetryMode.Once, time: null, Some()));

    public static StsClient Sts(SandboxServer server) => new(Query(ServiceIdentity.Sts, server.Endpoint, RetryMode.Once, time: null, AdministratorOf(server)));

    public static StsClient UnsignedSts(Uri endpoint) => new(Query(ServiceIdentity.Sts, endpoint, RetryMode.Once, time: null, credentials: null));

    public static JsonClient Json(ServiceIdentity service, Uri endpoint, AWSCredentials? credentials = null) =>
        new(credentials ?? Some(), new ServiceClientConfig(service, new ServiceEndpoint(endpoint, "us-east-1"), RetryMode.Once), new ServerTime(TimeProvider.System));

    public static AWSCredentials AdministratorOf(SandboxServer server) =>
        new BasicAWSCredentials(server.Administrator.AccessKeyId, server.Administrator.SecretAccessKey);

    public static ConnectionOptions OptionsOf(SandboxServer server) => new()
    {
        EndpointUrl = server.Endpoint.AbsoluteUri,
        Region = "us-east-1",
        AccessKey = server.Administrator.AccessKeyId,
        SecretKey = SecretText.Protect(server.Administrator.SecretAccessKey),
    };

    private static BasicAWSCredentials Some() => new(KeyId, "a-secret-that-signs-the-calls");

    private static QueryClient Query(ServiceIdentity service, Uri endpoint, RetryMode retry, ServerTime? time, AWSCredentials? credentials) =>
        new(credentials, new ServiceClientConfig(service, new ServiceEndpoint(endpoint, "us-east-1"), retry), time ?? new ServerTime(TimeProvider.System));
}
