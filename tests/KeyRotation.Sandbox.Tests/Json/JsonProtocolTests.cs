using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Json;

/// <summary>What Secrets Manager and Parameter Store have in common: signatures, permissions, faults and the log.</summary>
public sealed class JsonProtocolTests : IDisposable
{
    private const string Region = "us-east-1";
    private const string Token = "11111111-1111-1111-1111-111111111111";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;
    private readonly Client ada;

    public JsonProtocolTests()
    {
        admin = new Client(server);
        ada = new Client(server, Start.UserWithKey(server, "ada"));
        server.Account.CreateSecret(Region, "app/key", "s-hidden-0");
        server.Account.PutParameter(Region, "/app/key", "s-hidden-0");
    }

    private int Versions => server.Account.FindSecret(Region, "app/key")!.Versions.Count;

    [Fact]
    public async Task Refused_signatures_have_the_names_of_the_protocol()
    {
        var unsigned = await admin.PostAsync(signer: null, "{}", request => request.Headers.Add("x-amz-target", "AmazonSSM.GetParameter"), isJson: true);
        var unreadable = await admin.PostAsync(
            signer: null, "{}", request =>
            {
                request.Headers.Add("x-amz-target", "AmazonSSM.GetParameter");
                request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 ,,,=,");
            },
            isJson: true);
        using var stranger = new Client(server, "AKIAABCDEFGHIJKLMNOP", "secret");
        using var forger = new Client(server, admin.AccessKeyId, "wrong");

        Assert.Equal((400, "MissingAuthenticationTokenException"), (unsigned.Status, unsigned.JsonCode));
        Assert.Equal((400, "IncompleteSignatureException"), (unreadable.Status, unreadable.JsonCode));
        Assert.Equal("UnrecognizedClientException", (await ReadAsync(stranger)).JsonCode);
        Assert.Equal("The security token included in the request is invalid.", (await ReadAsync(stranger)).JsonErrorText);
        Assert.Equal("InvalidSignatureException", (await ReadAsync(forger)).JsonCode);
    }

    [Theory]
    [InlineData("ssm", "us-east-1")]
    [InlineData("iam", "us-east-1")]
    [InlineData("secretsmanager", "cn-north-1")]
    [InlineData("secretsmanager", "us-gov-west-1")]
    [InlineData("secretsmanager", "nowhere")]
    public async Task A_signature_for_another_service_or_partition_is_refused(string service, string region)
    {
        var signer = admin.Signer(service, region, "secretsmanager.GetSecretValue");

        Assert.Equal("InvalidSignatureException", (await admin.PostAsync(signer, "{\"SecretId\":\"app/key\"}", isJson: true)).JsonCode);
    }

    [Theory]
    [InlineData("aws-cn", "cn-northwest-1")]
    [InlineData("aws-us-gov", "us-gov-east-1")]
    [InlineData("aws", "ap-southeast-7")]
    public async Task Every_partition_has_its_regions_and_ARNs(string partition, string region)
    {
        using var other = SandboxServer.Start(Start.Options with { Partition = partition });
        using var client = new Client(other);
        var answer = await client.SecretsAsync("CreateSecret", new { Name = "a", ClientRequestToken = Token }, region);

        Assert.StartsWith("arn:" + partition + ":secretsmanager:" + region + ":123456789012:secret:a-", answer.Field("ARN"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_a_use_of_its_key_in_its_region()
    {
        await ada.ParametersAsync("GetParameter", new { Name = "/app/key" }, "eu-west-3");

        Assert.Equal(new SandboxKeyUse(Start.Time, "ssm", "eu-west-3"), server.Account.FindKey(ada.AccessKeyId)?.LastUsed);
    }

    [Fact]
    public async Task What_is_not_allowed_is_denied_in_the_words_of_AWS()
    {
        server.Account.AllowActions("ada", "secretsmanager:Get*", "ssm:PutParameter");
        var secret = await ada.SecretsAsync("PutSecretValue", new { SecretId = "app/key", ClientRequestToken = Token, SecretString = "s" });
        var parameter = await ada.ParametersAsync("GetParameter", new { Name = "/app/key:1" });

        Assert.Equal((400, "AccessDeniedException"), (secret.Status, secret.JsonCode));
        Assert.Equal(
            "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: secretsmanager:PutSecretValue on resource: app/key because no "
            + "identity-based policy allows the secretsmanager:PutSecretValue action",
            secret.JsonErrorText);
        Assert.Equal("AccessDeniedException", parameter.JsonCode);
        Assert.Contains("on resource: arn:aws:ssm:us-east-1:123456789012:parameter/app/key because", parameter.JsonErrorText, StringComparison.Ordinal);
        Assert.Equal(1, Versions);
        Assert.Null((await ReadAsync(ada)).JsonCode);
        Assert.Null((await ada.ParametersAsync("PutParameter", new { Name = "/new", Value = "v", Type = "String" })).JsonCode);
    }

    [Fact]
    public async Task Creating_with_tags_needs_the_permission_to_tag()
    {
        server.Account.AllowActions("ada", "secretsmanager:CreateSecret", "ssm:PutParameter");
        var tags = new[] { new { Key = "owner", Value = "web" } };
        var secret = await ada.SecretsAsync("CreateSecret", new { Name = "new", ClientRequestToken = Token, Tags = tags });
        var parameter = await ada.ParametersAsync("PutParameter", new { Name = "/new", Value = "v", Type = "String", Tags = tags });

        Assert.Contains("secretsmanager:TagResource", secret.JsonErrorText, StringComparison.Ordinal);
        Assert.Contains("ssm:AddTagsToResource", parameter.JsonErrorText, StringComparison.Ordinal);
        Assert.Null(server.Account.FindSecret(Region, "new"));
        Assert.Null(server.Account.FindParameter(Region, "/new"));
    }

    [Fact]
    public async Task Values_are_hidden_in_the_log()
    {
        await PutAsync();
        await admin.SecretsAsync("CreateSecret", new { Name = "bin", ClientRequestToken = Token, SecretBinary = "AAEC" });
        await admin.ParametersAsync("PutParameter", new { Name = "/new", Value = "s-hidden-1", Type = "SecureString" });
        await ReadAsync(admin);
        var calls = server.Calls.Snapshot();

        Assert.Equal(("secretsmanager", "PutSecretValue", "200", true), (calls[0].Service, calls[0].Operation, calls[0].Outcome, calls[0].Changes));
        Assert.Equal(("app/key", "(hidden)"), (calls[0].Parameters["SecretId"], calls[0].Parameters["SecretString"]));
        Assert.Equal("(hidden)", calls[1].Parameters["SecretBinary"]);
        Assert.Equal(("ssm", "/new", "(hidden)"), (calls[2].Service, calls[2].Parameters["Name"], calls[2].Parameters["Value"]));
        Assert.False(calls[3].Changes);
        Assert.DoesNotContain("s-hidden", JsonSerializer.Serialize(calls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"SecretId\":1}")]
    [InlineData("{\"SecretId\":")]
    public async Task What_is_not_JSON_or_not_of_its_type_is_refused(string body)
    {
        var answer = await admin.PostAsync(admin.Signer("secretsmanager", Region, "secretsmanager.DescribeSecret"), body, isJson: true);

        Assert.Equal((400, "SerializationException"), (answer.Status, answer.JsonCode));
    }

    [Fact]
    public async Task Missing_members_and_unknown_operations_are_refused()
    {
        Assert.Equal("ValidationException", (await admin.SecretsAsync("GetSecretValue", new { })).JsonCode);
        Assert.Equal(
            "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must not be null",
            (await admin.ParametersAsync("GetParameter", new { })).JsonErrorText);
        var unknown = await admin.SecretsAsync("RotateEverything", new { });
        Assert.Equal((400, "UnknownOperationException"), (unknown.Status, unknown.JsonCode));
        Assert.Equal("RotateEverything", server.Calls.Snapshot()[^1].Operation);
        var untargeted = await admin.PostAsync(admin.Signer("ssm"), "{}", isJson: true);
        Assert.Equal("UnknownOperationException", untargeted.JsonCode);
    }

    [Theory]
    [InlineData(FaultKind.Throttle, 400, "ThrottlingException", 0)]
    [InlineData(FaultKind.ServiceFailure, 500, "InternalServiceError", 0)]
    [InlineData(FaultKind.ErrorAfter, 500, "InternalServiceError", 1)]
    public async Task Ordered_errors_are_answered_in_JSON_with_or_without_the_work(FaultKind kind, int status, string code, int done)
    {
        server.Faults.Order(new Fault { Kind = kind, Operation = "PutSecretValue" });
        var answer = await PutAsync();

        Assert.Equal((status, code, 1 + done), (answer.Status, answer.JsonCode, Versions));
        Assert.Null((await PutAsync()).JsonCode);
        Assert.Equal(2, Versions);
    }

    [Fact]
    public async Task Parameter_Store_names_its_own_failure()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.ServiceFailure });
        server.Faults.Order(new Fault { Kind = FaultKind.Error, ErrorCode = "TooManyUpdates" });

        Assert.Equal("InternalServerError", (await admin.ParametersAsync("GetParameter", new { Name = "/app/key" })).JsonCode);
        Assert.Equal("TooManyUpdates", (await admin.ParametersAsync("GetParameter", new { Name = "/app/key" })).JsonCode);
    }

    [Theory]
    [InlineData(FaultKind.CutBefore, 0)]
    [InlineData(FaultKind.CutAfter, 1)]
    [InlineData(FaultKind.CutDuring, 1)]
    public async Task A_cut_connection_leaves_no_answer_and_the_work_done_or_not(FaultKind kind, int done)
    {
        server.Faults.Order(new Fault { Kind = kind });

        await Assert.ThrowsAnyAsync<HttpRequestException>(PutAsync);
        Assert.Equal(1 + done, Versions);
        Assert.Null((await PutAsync()).JsonCode);
        Assert.Equal(2, Versions);
    }

    [Fact]
    public async Task Broken_answers_arrive_even_where_there_is_no_body()
    {
        server.Faults.Order(new Fault { Kind = FaultKind.MalformedAnswer, Times = 2 });
        server.Faults.Order(new Fault { Kind = FaultKind.HtmlUnavailable });
        server.Faults.Order(new Fault { Kind = FaultKind.CutDuring });
        var malformed = await PutAsync();
        var malformedNothing = await TagAsync();
        var page = await PutAsync();

        Assert.ThrowsAny<JsonException>(() => malformed.Json);
        Assert.ThrowsAny<JsonException>(() => malformedNothing.Json);
        Assert.Equal((503, "text/html"), (page.Status, page.Message.Content.Headers.ContentType?.MediaType));
        await Assert.ThrowsAnyAsync<HttpRequestException>(TagAsync);
        Assert.Equal((200, string.Empty), ((await TagAsync()).Status, (await TagAsync()).Text));
    }

    [Fact]
    public async Task Calls_at_once_with_one_token_make_one_version()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PutAsync()));

        Assert.All(answers, answer => Assert.Null(answer.JsonCode));
        Assert.Equal(2, Versions);
    }

    public void Dispose()
    {
        admin.Dispose();
        ada.Dispose();
        server.Dispose();
    }

    private static Task<Answer> ReadAsync(Client client) => client.SecretsAsync("GetSecretValue", new { SecretId = "app/key" });

    private Task<Answer> PutAsync() =>
        admin.SecretsAsync("PutSecretValue", new { SecretId = "app/key", ClientRequestToken = Token, SecretString = "s-hidden-1" });

    private Task<Answer> TagAsync() => admin.SecretsAsync("TagResource", new { SecretId = "app/key", Tags = new[] { new { Key = "k", Value = "v" } } });
}
