using System;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Sts;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>Every call of the STS client, held against the official model. The first word of a test is the operation.</summary>
public sealed class StsConformanceTests
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/night/audit";

    private static ServiceModel Model => ServiceModel.Sts;

    [Fact]
    public async Task GetCallerIdentity_reads_account_and_arn()
    {
        (CallerIdentity caller, ModelAnswer answer, _) = await CallAsync("GetCallerIdentity", client => client.GetCallerIdentityAsync(CancellationToken.None));

        Assert.Equal(new CallerIdentity(answer["Account"], answer["Arn"]), caller);
    }

    [Fact]
    public async Task AssumeRole_sends_the_role_and_reads_the_credentials()
    {
        var role = new RoleToAssume(RoleArn, "night-run", "external=id/4711:a", TimeSpan.FromMinutes(90));
        (TemporaryCredentials credentials, ModelAnswer answer, StubRequest request) = await CallAsync("AssumeRole", client => client.AssumeRoleAsync(role, CancellationToken.None));

        AssertCredentials(answer, credentials);
        Assert.True(answer["AssumedRoleUser.Arn"] is string arn && (credentials.Caller is null ? arn.Split(':').Length < 5 : credentials.Caller.Arn == arn));
        Assert.Equal((RoleArn, "night-run", "external=id/4711:a", "5400"), (request.Parameter("RoleArn"), request.Parameter("RoleSessionName"), request.Parameter("ExternalId"), request.Parameter("DurationSeconds")));
    }

    [Fact]
    public async Task AssumeRole_leaves_out_what_is_not_given()
    {
        (_, _, StubRequest request) = await CallAsync("AssumeRole", client => client.AssumeRoleAsync(new RoleToAssume(RoleArn, "night-run"), CancellationToken.None));

        Assert.Equal(["Action", "Version", "RoleArn", "RoleSessionName"], request.Form.Select(parameter => parameter.Key));
    }

    [Fact]
    public async Task AssumeRole_sends_the_device_and_the_code()
    {
        var role = new RoleToAssume(RoleArn, "night-run") { Code = new MultiFactorCode("arn:aws:iam::123456789012:mfa/operator", "123456") };
        (_, _, StubRequest request) = await CallAsync("AssumeRole", client => client.AssumeRoleAsync(role, CancellationToken.None));

        Assert.Equal(("arn:aws:iam::123456789012:mfa/operator", "123456"), (request.Parameter("SerialNumber"), request.Parameter("TokenCode")));
    }

    [Fact]
    public async Task GetSessionToken_sends_the_device_and_the_code_and_reads_the_credentials()
    {
        (TemporaryCredentials credentials, ModelAnswer answer, StubRequest request) = await CallAsync(
            "GetSessionToken", client => client.GetSessionTokenAsync(new MultiFactorCode("GAHT12345678", "123456"), CancellationToken.None));

        AssertCredentials(answer, credentials);
        Assert.Equal(("GAHT12345678", "123456"), (request.Parameter("SerialNumber"), request.Parameter("TokenCode")));
    }

    [Fact]
    public async Task AssumeRoleWithWebIdentity_goes_out_unsigned_and_reads_the_credentials()
    {
        var role = new RoleToAssume(RoleArn, "night-run");
        (TemporaryCredentials credentials, ModelAnswer answer, StubRequest request) = await CallAsync(
            "AssumeRoleWithWebIdentity", client => client.AssumeRoleWithWebIdentityAsync(role, "header.payload.signature", CancellationToken.None));

        AssertCredentials(answer, credentials);
        Assert.Equal("header.payload.signature", request.Parameter("WebIdentityToken"));
    }

    [Fact]
    public void Every_call_of_the_client_is_tried_here()
    {
        string[] tests = typeof(StsConformanceTests).GetMethods().Select(test => test.Name.Split('_')[0]).ToArray();
        var calls = typeof(StsClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(call => call.Name).Where(name => name.EndsWith("Async", StringComparison.Ordinal));

        Assert.All(calls, call => Assert.Contains(call[..^"Async".Length], tests));
    }

    private static void AssertCredentials(ModelAnswer answer, TemporaryCredentials credentials)
    {
        Assert.Equal(
            (answer["Credentials.AccessKeyId"], answer["Credentials.SecretAccessKey"], answer["Credentials.SessionToken"], answer.Time("Credentials.Expiration")),
            (credentials.Credentials.AccessKey, credentials.Credentials.SecretKey, credentials.Credentials.Token, credentials.Expiration));
        Assert.DoesNotContain(answer["Credentials.SecretAccessKey"], credentials.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(answer["Credentials.SessionToken"], credentials.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(T Result, ModelAnswer Answer, StubRequest Request)> CallAsync<T>(string operation, Func<StsClient, Task<T>> call)
    {
        var answer = new ModelAnswer(Model, operation);
        await using var stub = new StubServer(_ => StubAnswer.Ok(answer.Xml));
        using StsClient client = Model.IsUnsigned(operation) ? Clients.UnsignedSts(stub.Endpoint) : Clients.Sts(stub.Endpoint);

        T result = await call(client);

        StubRequest request = Assert.Single(stub.Requests);
        Assert.Empty(ModelInput.Problems(Model, operation, request));
        return (result, answer, request);
    }
}
