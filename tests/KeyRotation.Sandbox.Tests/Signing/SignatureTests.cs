using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Signing;

public sealed class SignatureTests : IDisposable
{
    private const string ListUsers = "Action=ListUsers&Version=2010-05-08";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public SignatureTests() => admin = new Client(server);

    public static TheoryData<string> Tamperings => ["body", "date", "signature", "scope date", "key of another", "no host", "unsigned header", "extra token"];

    [Fact]
    public async Task A_correct_signature_is_accepted()
    {
        var answer = await admin.IamAsync("ListUsers");

        Assert.Equal(200, answer.Status);
        Assert.Equal("sandbox-admin", answer.Value("UserName"));
        Assert.Equal("text/xml", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(answer.Value("RequestId"), Assert.Single(answer.Message.Headers.GetValues("x-amzn-RequestId")));
        Assert.Equal("https://iam.amazonaws.com/doc/2010-05-08/", answer.Xml.Root?.Name.NamespaceName);
    }

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task A_request_that_was_changed_after_signing_is_refused(string what)
    {
        var other = Start.UserWithKey(server, "other");
        var answer = await admin.PostAsync(admin.Signer("iam"), ListUsers, request => Tamper(request, what, other.AccessKeyId));

        Assert.Equal(403, answer.Status);
        Assert.Equal(what == "extra token" ? "InvalidClientTokenId" : "SignatureDoesNotMatch", answer.Code);
        Assert.Null(server.Account.FindKey(admin.AccessKeyId)?.LastUsed);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        using var client = new Client(server, admin.AccessKeyId, "wrong" + admin.SecretAccessKey);

        Assert.Equal("SignatureDoesNotMatch", (await client.IamAsync("ListUsers")).Code);
    }

    [Fact]
    public async Task An_unsigned_request_is_refused()
    {
        var answer = await admin.PostAsync(signer: null, ListUsers);

        Assert.Equal(403, answer.Status);
        Assert.Equal("MissingAuthenticationToken", answer.Code);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request")]
    [InlineData("AWS4-HMAC-SHA256 Credential=nonsense, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 ,,,=,")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task An_authorization_that_cannot_be_read_is_refused(string header)
    {
        var answer = await admin.PostAsync(signer: null, ListUsers, request => request.Headers.TryAddWithoutValidation("Authorization", header));

        Assert.Equal(400, answer.Status);
        Assert.Equal("IncompleteSignature", answer.Code);
    }

    [Theory]
    [InlineData("sts", "us-east-1")]
    [InlineData("s3", "us-east-1")]
    [InlineData("iam", "eu-west-1")]
    public async Task A_signature_for_another_service_or_region_is_refused(string service, string region)
    {
        var answer = await admin.PostAsync(admin.Signer(service, region), ListUsers);

        Assert.Equal(403, answer.Status);
        Assert.Equal("SignatureDoesNotMatch", answer.Code);
    }

    [Fact]
    public async Task The_token_service_takes_every_region() =>
        Assert.Equal(200, (await admin.PostAsync(admin.Signer("sts", "eu-west-1"), "Action=GetCallerIdentity&Version=2011-06-15")).Status);

    [Fact]
    public async Task The_age_of_a_signature_does_not_matter()
    {
        var signer = new SignatureVersion4 { AccessKeyId = admin.AccessKeyId, SecretAccessKey = admin.SecretAccessKey, Time = Start.Time.AddYears(-3) };

        Assert.Equal(200, (await admin.PostAsync(signer, ListUsers)).Status);
    }

    [Fact]
    public async Task A_signature_that_leaves_the_host_out_is_refused()
    {
        var signer = new SignatureVersion4 { AccessKeyId = admin.AccessKeyId, SecretAccessKey = admin.SecretAccessKey, SignsHost = false };

        Assert.Equal("SignatureDoesNotMatch", (await admin.PostAsync(signer, ListUsers)).Code);
    }

    [Fact]
    public async Task A_signed_query_in_the_address_is_accepted_and_its_change_refused()
    {
        const string Query = "Action=GetUser&UserName=sandbox-admin&Version=2010-05-08";
        var headers = admin.Signer("iam").Headers("GET", server.Endpoint.Authority, Query, string.Empty);

        Assert.Equal("sandbox-admin", (await GetAsync(Query, headers)).Value("UserName"));
        Assert.Equal("sandbox-admin", (await GetAsync("Version=2010-05-08&UserName=sandbox%2Dadmin&Action=GetUser", headers)).Value("UserName"));
        Assert.Equal("SignatureDoesNotMatch", (await GetAsync(Query.Replace("sandbox-admin", "other", StringComparison.Ordinal), headers)).Code);
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private static void Tamper(HttpRequestMessage request, string what, string otherKeyId)
    {
        var authorization = string.Join(", ", request.Headers.GetValues("Authorization"));
        switch (what)
        {
            case "body":
                request.Content = new StringContent(ListUsers + "&MaxItems=1", Encoding.UTF8, "application/x-www-form-urlencoded");
                return;
            case "date":
                var date = Assert.Single(request.Headers.GetValues("x-amz-date"));
                var time = DateTime.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
                request.Headers.Remove("x-amz-date");
                var other = time.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture) + (time.Second == 0 ? "01Z" : "00Z");
                request.Headers.TryAddWithoutValidation("x-amz-date", other);
                return;
            case "extra token":
                request.Headers.TryAddWithoutValidation("x-amz-security-token", "token");
                return;
            case "signature":
                authorization = authorization[..^4] + (authorization.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000");
                break;
            case "scope date":
                authorization = authorization.Replace("/20", "/19", StringComparison.Ordinal);
                break;
            case "key of another":
                authorization = "AWS4-HMAC-SHA256 Credential=" + otherKeyId + authorization[authorization.IndexOf('/', StringComparison.Ordinal)..];
                break;
            case "no host":
                authorization = authorization.Replace("SignedHeaders=host;", "SignedHeaders=", StringComparison.Ordinal);
                break;
            default:
                authorization = authorization.Replace("SignedHeaders=host;", "SignedHeaders=host;x-amz-target;", StringComparison.Ordinal);
                break;
        }

        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
    }

    private async Task<Answer> GetAsync(string query, IReadOnlyDictionary<string, string> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/?" + query);
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var token = TestContext.Current.CancellationToken;
        return await Answer.ReadAsync(await admin.Http.SendAsync(request, token), token);
    }
}
