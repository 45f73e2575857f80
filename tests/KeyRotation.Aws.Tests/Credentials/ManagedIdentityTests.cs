using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Credentials;
using KeyRotation.Aws.Sts;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>The managed identity of Azure, whose endpoint a stub stands in for.</summary>
public sealed class ManagedIdentityTests : CredentialTests
{
    private const string Secret = "the-secret-of-the-endpoint";
    private const string Resource = "api://aws key/rotation";

    private static readonly string Token = TokenOf(new { iss = "https://sts.windows.net/tenant/", aud = "api://aws", sub = "the-object-id", secret = "claim" });

    private readonly StubServer azure = new(request => Azure(request, Token));

    public override async ValueTask DisposeAsync()
    {
        await azure.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_endpoint_of_the_environment_is_asked_with_its_secret_and_the_role_is_assumed_with_the_token()
    {
        using ChangedSurroundings surroundings = InAutomation();

        Assert.StartsWith(Assumed + "rotator/KeyRotation-", await WhoAsync(OptionsOf("rotator")), StringComparison.Ordinal);
        StubRequest asked = Assert.Single(azure.Requests);
        Assert.Equal("/msi/token?of=account&resource=api%3A%2F%2Faws%20key%2Frotation&api-version=2019-08-01", asked.Path);
        Assert.Equal((Secret, "True"), (asked.Headers["X-IDENTITY-HEADER"], asked.Headers["Metadata"]));
        Call call = Server.Calls.Snapshot()[0];
        Assert.Equal(("AssumeRoleWithWebIdentity", null), (call.Operation, call.AccessKeyId));
    }

    [Fact]
    public async Task A_virtual_machine_is_asked_without_a_secret_and_for_the_identity_that_was_named()
    {
        using var surroundings = new ChangedSurroundings(("AZURE_POD_IDENTITY_AUTHORITY_HOST", azure.Endpoint.AbsoluteUri), ("IDENTITY_ENDPOINT", null), ("IDENTITY_HEADER", Secret));

        Assert.StartsWith(Assumed + "rotator/", await WhoAsync(OptionsOf("rotator", clientId: "1b2c")), StringComparison.Ordinal);
        StubRequest asked = Assert.Single(azure.Requests);
        Assert.Equal("/metadata/identity/oauth2/token?resource=api%3A%2F%2Faws%20key%2Frotation&api-version=2018-02-01&client_id=1b2c", asked.Path);
        Assert.False(asked.Headers.ContainsKey("X-IDENTITY-HEADER"));
    }

    [Fact]
    public async Task Neither_keys_nor_a_profile_of_the_environment_sign_instead()
    {
        SandboxAccessKey key = User("environment");
        using ChangedSurroundings surroundings = InAutomation();
        using var others = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey), ("AWS_PROFILE", "gone"));

        Assert.StartsWith(Assumed + "rotator/", await WhoAsync(OptionsOf("rotator")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_credentials_are_had_with_a_new_token()
    {
        using ChangedSurroundings surroundings = InAutomation();
        string[] tokens = [TokenOf(new { sub = "first" }), TokenOf(new { sub = "second" })];
        azure.Answer = request => Azure(request, tokens[azure.Requests.Count - 1]);
        await using var sts = new StubServer(_ => Session());
        var time = new ServerTime(TimeProvider.System);
        AssumedRoleCredentials credentials = AssumedRoleCredentials.OfManagedIdentity(
            Clients.UnsignedSts(sts.Endpoint), new RoleToAssume("arn:aws:iam::123456789012:role/rotator", "run"), new ManagedIdentity(Resource, clientId: null, time), time);

        await credentials.GetCredentialsAsync();
        await credentials.GetCredentialsAsync();
        credentials.ClearCredentials();
        await credentials.GetCredentialsAsync();

        Assert.Equal(tokens, sts.Requests.Select(request => request.Parameter("WebIdentityToken")));
    }

    [Fact]
    public async Task A_token_that_AWS_refuses_is_an_error_with_issuer_audience_and_subject_and_not_the_token()
    {
        using ChangedSurroundings surroundings = InAutomation();

        KeyRotationException failure = await RefusedAsync("IdentityTokenRefused", OptionsOf(role: null));

        Assert.Contains("arn:aws:iam::123456789012:role/of-another", failure.Message, StringComparison.Ordinal);
        Assert.Contains("issuer 'https://sts.windows.net/tenant/', audience 'api://aws', subject 'the-object-id'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("claim", failure.Message, StringComparison.Ordinal);
        AssertTellsNoSecret(failure);
    }

    [Fact]
    public async Task A_token_that_AWS_quotes_is_not_quoted_on()
    {
        using ChangedSurroundings surroundings = InAutomation();
        await using var sts = new StubServer(_ => StubAnswer.Error("ValidationError", 400, $"Value '{Token}' at 'webIdentityToken' failed to satisfy constraint"));

        var problem = await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(OptionsOf("rotator", endpoint: sts.Endpoint)));

        Assert.Equal((ServiceErrorKind.InvalidInput, 400), (problem.Kind, problem.HttpStatus));
        Assert.Contains("failed to satisfy constraint", problem.Message, StringComparison.Ordinal);
        AssertTellsNoSecret(problem);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("a.b.c")]
    [InlineData("a.W10.c")]
    public async Task What_is_no_token_is_not_told_either(string text)
    {
        using ChangedSurroundings surroundings = InAutomation();
        azure.Answer = request => Azure(request, text);

        KeyRotationException failure = await RefusedAsync("IdentityTokenRefused", OptionsOf(role: null));

        Assert.Contains("not a JSON web token", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "{\"error\": \"invalid_request\", \"error_description\": \"Identity not found\"}", "Identity not found")]
    [InlineData(401, "{\"message\": \"no access with the-secret-of-the-endpoint\"}", "no access with (redacted)")]
    [InlineData(302, "", "answered 302")]
    [InlineData(200, "{\"token\": \"of another form\"}", "without an access_token")]
    [InlineData(200, "<html>", "without an access_token")]
    public async Task An_endpoint_that_refuses_is_an_error_that_says_why_and_is_asked_once(int status, string body, string reason)
    {
        using ChangedSurroundings surroundings = InAutomation();
        azure.Answer = _ => new StubAnswer(status, body) { Location = "http://127.0.0.1:1/elsewhere" };

        KeyRotationException failure = await RefusedAsync("ManagedIdentityFailed", OptionsOf("rotator"));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(azure.Endpoint + "msi/token", failure.Message, StringComparison.Ordinal);
        AssertTellsNoSecret(failure);
        Assert.Single(azure.Requests);
    }

    [Fact]
    public async Task An_endpoint_with_too_much_to_do_is_asked_again_after_a_while()
    {
        using ChangedSurroundings surroundings = InAutomation();
        var time = new HurriedTime();
        azure.Answer = request => azure.Requests.Count switch { 1 => new StubAnswer(429, string.Empty), 2 => new StubAnswer(503, string.Empty), _ => Azure(request, Token) };

        IdentityToken token = await new ManagedIdentity(Resource, clientId: null, time).GetTokenAsync(CancellationToken.None);

        Assert.Equal(Token, token.Reveal());
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], time.Waits);
        Assert.DoesNotContain(Token, token.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_proxy_sees_the_question()
    {
        using ChangedSurroundings surroundings = InAutomation();
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new Detour();
        try
        {
            Assert.Equal(Token, (await new ManagedIdentity(Resource, clientId: null, TimeProvider.System).GetTokenAsync(CancellationToken.None)).Reveal());
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task Where_there_is_none_the_error_says_so()
    {
        using var nowhere = new ChangedSurroundings(("IDENTITY_ENDPOINT", null), ("AZURE_POD_IDENTITY_AUTHORITY_HOST", StubServer.Nobody().AbsoluteUri));
        Assert.Contains("IDENTITY_ENDPOINT is not set", (await RefusedAsync("NoManagedIdentity", OptionsOf(role: null))).Message, StringComparison.Ordinal);

        using var withoutHeader = new ChangedSurroundings(("IDENTITY_ENDPOINT", azure.Endpoint.AbsoluteUri), ("IDENTITY_HEADER", null));
        Assert.Contains("IDENTITY_HEADER", (await RefusedAsync("NoManagedIdentity", OptionsOf(role: null))).Message, StringComparison.Ordinal);

        using var unusable = new ChangedSurroundings(("IDENTITY_ENDPOINT", "here"), ("IDENTITY_HEADER", Secret));
        Assert.Contains("not an http or https address", (await RefusedAsync("NoManagedIdentity", OptionsOf(role: null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_belongs_together_is_asked_for_and_what_excludes_each_other_refused()
    {
        const string Role = "arn:aws:iam::123456789012:role/rotator";
        await RefusedAsync("ManagedIdentityIncomplete", new ConnectionOptions { ManagedIdentityResource = Resource });
        await RefusedAsync("ManagedIdentityIncomplete", new ConnectionOptions { ManagedIdentityClientId = "1b2c", RoleArn = Role });
        await RefusedAsync("CredentialsConflict", new ConnectionOptions { RoleArn = Role, ManagedIdentityResource = Resource, ProfileName = "audit" });
        await RefusedAsync("CredentialsConflict", new ConnectionOptions { RoleArn = Role, ManagedIdentityResource = Resource, AccessKey = Clients.KeyId, SecretKey = SecretText.Protect("s") });
        Assert.Empty(azure.Requests);
    }

    private static StubAnswer Azure(StubRequest request, string token) =>
        request.Method == "GET" && request.Headers["Metadata"] == "True"
            ? StubAnswer.Json(JsonSerializer.Serialize(new { access_token = token, expires_on = "1", token_type = "Bearer" }))
            : new StubAnswer(400, string.Empty);

    private static string TokenOf<T>(T claims) =>
        string.Join('.', new[] { "{\"alg\":\"none\"}", JsonSerializer.Serialize(claims), "a signature" }.Select(part =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes(part)).TrimEnd('=').Replace('+', '-').Replace('/', '_')));

    private static StubAnswer Session() => StubAnswer.Ok($"""
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
        <AccessKeyId>ASIATESTTESTTEST0001</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
        <Expiration>{DateTime.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}</Expiration>
        </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
        """);

    private static void AssertTellsNoSecret(Exception problem)
    {
        Assert.DoesNotContain(Token, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token.Split('.')[1], problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
    }

    private ChangedSurroundings InAutomation() => new(("IDENTITY_ENDPOINT", azure.Endpoint.AbsoluteUri + "msi/token?of=account"), ("IDENTITY_HEADER", Secret));

    private sealed class Detour : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => StubServer.Nobody();

        public bool IsBypassed(Uri host) => false;
    }

    private ConnectionOptions OptionsOf(string? role, string? clientId = null, Uri? endpoint = null) => new()
    {
        EndpointUrl = (endpoint ?? Server.Endpoint).AbsoluteUri,
        RoleArn = role is null ? "arn:aws:iam::123456789012:role/of-another" : Server.Account.AddRole(role),
        ManagedIdentityResource = Resource,
        ManagedIdentityClientId = clientId,
    };
}
