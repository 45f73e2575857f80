using System;
using System.Collections.Generic;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.SecretsManager;
using KeyRotation.Aws.Sts;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>Answers and proxies that quote what they were sent: the secrets in it do not come back out.</summary>
[Collection(Surroundings.Name)]
public sealed class QuotedSecretTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string NewKeyId = "AKIATESTTESTTEST0002";

    [Fact]
    public async Task The_password_of_a_proxy_stays_out_of_the_error()
    {
        // The proxy of the environment is read once a process: it is given as the SDK takes it.
        await using var proxy = new StubServer(_ => new StubAnswer(407, string.Empty));
        ServiceClientConfig config = Clients.Config(ServiceIdentity.Sts, new Uri("https://sts.example.invalid"));
        config.SetWebProxy(new WebProxy(new UriBuilder(proxy.Endpoint) { UserName = "user", Password = "s3cr3t-of-the-proxy" }.Uri));
        using var client = new StsClient(new BasicAWSCredentials("AKIATESTTESTTEST0001", "a-secret-that-signs"), config);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.GetCallerIdentityAsync(CancellationToken.None));

        Assert.Equal(ServiceErrorKind.NoAnswer, problem.Kind);
        Assert.Contains("407", problem.Message, StringComparison.Ordinal);
        Assert.Contains("http://(redacted)@127.0.0.1", problem.Message, StringComparison.Ordinal);
        AssertTellsNot(problem, "s3cr3t-of-the-proxy");
    }

    [Theory]
    [InlineData(400, "ValidationException")]
    [InlineData(400, "AccessDeniedException")]
    [InlineData(500, "InternalServiceError")]
    public async Task A_refusal_that_quotes_a_secret_to_be_stored_is_told_without_it(int status, string code)
    {
        await using var stub = new StubServer(request => StubAnswer.Json(
            new JsonObject { ["__type"] = code, ["message"] = $"cannot take {request.Body} for {NewKeyId}, with {JsonNode.Parse(request.Body)!["SecretString"]}" }.ToJsonString()) with { Status = status });
        using JsonClient client = Clients.Json(ServiceIdentity.SecretsManager, stub.Endpoint);
        JsonRequest request = new JsonRequest("PutSecretValue").With("SecretId", "svc").WithSecret(
            "SecretString",
            new JsonObject { ["AccessKeyId"] = NewKeyId, ["SecretAccessKey"] = Secret, ["password"] = "hunter2+of/the database" }.ToJsonString());

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.CallAsync(request, CancellationToken.None));

        Assert.Equal(code, problem.Code);
        Assert.Contains("cannot take", problem.Message, StringComparison.Ordinal);
        Assert.Contains(NewKeyId, problem.Message, StringComparison.Ordinal);
        AssertTellsNot(problem, Secret, Secret.Replace("+", "\\u002B", StringComparison.Ordinal), "hunter2");
    }

    [Fact]
    public async Task What_a_destination_sends_is_known_as_a_secret()
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(string.Empty));
        stub.Answer = request => StubAnswer.Json(new JsonObject
        {
            ["__type"] = request.Headers["X-Amz-Target"].EndsWith("DescribeSecret", StringComparison.Ordinal) ? "ResourceNotFoundException" : "ValidationException",
            ["message"] = "not " + request.Body,
        }.ToJsonString()) with { Status = 400 };
        using JsonClient client = Clients.Json(ServiceIdentity.SecretsManager, stub.Endpoint);
        var destination = new SecretsManagerDestination(client, new NameTemplate("svc"), kmsKeyId: null, overwrite: false);
        IDelivery delivery = destination.Begin(new KeyToDeliver(new KeyOwner("123456789012", "svc"), NewKeyId, SecretText.Protect("short-secret"), "AKIATESTTESTTEST0001"));

        var problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));

        Assert.Contains("CreateSecret", problem.Message, StringComparison.Ordinal);
        AssertTellsNot(problem, "short-secret");
    }

    [Fact]
    public async Task A_refusal_that_quotes_what_the_call_was_signed_with_is_told_without_it()
    {
        await using var stub = new StubServer(request => StubAnswer.Error("InvalidClientTokenId", 403, $"no {Clients.KeyId}, {request.Headers["X-Amz-Security-Token"]} and a-secret-that-signs"));
        using IamClient client = Clients.Iam(stub.Endpoint, credentials: new SessionAWSCredentials(Clients.KeyId, "a-secret-that-signs", "a/token=="));

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal(ServiceErrorKind.InvalidKey, problem.Kind);
        Assert.Contains(Clients.KeyId, problem.Message, StringComparison.Ordinal);
        AssertTellsNot(problem, "a/token", "a-secret-that-signs");
    }

    [Theory]
    [InlineData("ftp://user:s3cr3t@127.0.0.1/")]
    [InlineData("http://user:s3cr3t@127.0.0.1:1/")]
    [InlineData("http://user:s3/cr3t@127.0.0.1:1/")]
    public async Task The_password_in_an_endpoint_stays_out_of_the_error(string endpoint)
    {
        using var surroundings = new ChangedSurroundings(("AWS_MAX_ATTEMPTS", "1"));
        var options = new ConnectionOptions { AccessKey = Clients.KeyId, SecretKey = SecretText.Protect("a-secret"), Region = "us-east-1", EndpointUrl = endpoint };

        Exception? problem = await Record.ExceptionAsync(() => AwsConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None));

        Assert.True(problem is KeyRotationException or ServiceException);
        AssertTellsNot(problem, "s3cr3t", "cr3t@");
    }

    [Fact]
    public async Task What_a_credential_process_says_is_told_without_its_secrets()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The credential process of this test is a shell script.");
        string file = Workstation.Current.PathOf("process.sh");
        await System.IO.File.WriteAllTextAsync(file, $"echo 'the vault has {Secret}, password=s3cr3t, for {NewKeyId}' >&2\nexit 1\n");
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[profile process]\ncredential_process = sh {file}\n");

        var problem = await Assert.ThrowsAsync<KeyRotationException>(
            () => AwsConnection.OpenAsync(new ConnectionOptions { ProfileName = "process", Region = "us-east-1" }, TimeProvider.System, CancellationToken.None));

        Assert.Contains("the vault has", problem.Message, StringComparison.Ordinal);
        Assert.Contains(NewKeyId, problem.Message, StringComparison.Ordinal);
        AssertTellsNot(problem, Secret, "s3cr3t");
    }

    [Fact]
    public async Task A_code_and_a_request_id_are_texts_from_outside_too()
    {
        await using var stub = new StubServer(_ => StubAnswer.Error("a-secret-that-signs-the-calls", 400));
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal(("(redacted)", "request-of-(redacted)"), (problem.Code, problem.RequestId));
        AssertTellsNot(problem, "a-secret-that-signs-the-calls");
    }

    private static void AssertTellsNot(Exception problem, params IEnumerable<string> secrets)
    {
        string told = problem.ToString();
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
    }
}
