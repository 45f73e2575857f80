using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>Credentials that expire while a long run goes on, and cannot be had again.</summary>
public sealed class RenewalTests
{
    public static TheoryData<Exception> Failures =>
    [
        new AmazonServiceException("gone with the metadata service", new HttpRequestException("refused")),
        new AmazonServiceException("gone with the container"),
        new AmazonClientException("gone with the token"),
        new ProcessAWSCredentialException("gone with the process"),
        new InvalidOperationException("gone with the role"),
        new HttpRequestException("gone with the network"),
        new KeyRotationException("ManagedIdentityFailed", FailureCategory.AuthenticationError, target: null, "gone with the identity"),
        new FileNotFoundException("gone with the file"),
        new ServiceException(ServiceErrorKind.NoAnswer, "sts", "AssumeRole", code: null, "gone with STS"),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_renewal_that_fails_is_no_answer_that_says_why_and_nothing_goes_out(Exception failure)
    {
        await using var stub = new StubServer(_ => StubAnswer.Silence);
        using IamClient client = Clients.Iam(stub.Endpoint, credentials: new Gone(failure));

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.CreateAccessKeyAsync("svc", CancellationToken.None));

        Assert.Equal(ServiceErrorKind.NoAnswer, problem.Kind);
        Assert.Contains("gone with", problem.Message + problem.InnerException?.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    private sealed class Gone : AWSCredentials
    {
        private readonly Exception failure;

        public Gone(Exception failure) => this.failure = failure;

        public override ImmutableCredentials GetCredentials() => throw failure;

        public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.FromException<ImmutableCredentials>(failure);
    }
}
