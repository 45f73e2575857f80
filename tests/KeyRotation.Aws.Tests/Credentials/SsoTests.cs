using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using KeyRotation.Aws.Sts;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>
/// Profiles that sign in with SSO. The SDK keeps the tokens of a sign-in in the home directory, so each test runs
/// itself again in a process that has a home of its own.
/// </summary>
public sealed class SsoTests : CredentialTests
{
    /// <summary>The name of the session hashed names the file of its token.</summary>
    private const string Sha1OfCorp = "ee0bfd2552fbd840c02cc48b6e823320543c450f";

    private const string Config = """
        [profile corp]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = Audit

        [sso-session corp]
        sso_region = eu-central-1
        sso_start_url = https://corp.awsapps.example/start
        sso_registration_scopes = sso:account:access
        """;

    [Fact]
    public Task A_profile_that_is_signed_in_gets_the_credentials_of_its_role() => InOwnHomeAsync(nameof(A_profile_that_is_signed_in_gets_the_credentials_of_its_role), async () =>
    {
        TemporaryCredentials role = await AssumeAsync("audit", "corp");
        await using var portal = new StubServer(_ => StubAnswer.Json($$"""
            {"roleCredentials": {
              "accessKeyId": "{{role.Credentials.AccessKey}}", "secretAccessKey": "{{role.Credentials.SecretKey}}", "sessionToken": "{{role.Credentials.Token}}",
              "expiration": {{role.Expiration.ToUnixTimeMilliseconds()}} } }
            """));
        using var surroundings = new ChangedSurroundings(("AWS_ENDPOINT_URL_SSO", portal.Endpoint.AbsoluteUri));
        surroundings.Profiles(Config);
        SignIn(DateTime.UtcNow.AddHours(1));

        Assert.Equal(Assumed + "audit/corp", await WhoAsync(Options("corp")));

        StubRequest request = Assert.Single(portal.Requests);
        Assert.StartsWith("/federation/credentials?", request.Path, StringComparison.Ordinal);
        Assert.Contains("account_id=123456789012", request.Path, StringComparison.Ordinal);
        Assert.Contains("role_name=Audit", request.Path, StringComparison.Ordinal);
        Assert.Equal("token-of-the-sign-in", request.Headers["x-amz-sso_bearer_token"]);
    });

    [Fact]
    public Task A_profile_that_is_not_signed_in_is_an_error_that_says_what_to_do() => InOwnHomeAsync(nameof(A_profile_that_is_not_signed_in_is_an_error_that_says_what_to_do), async () =>
    {
        await using var portal = new StubServer(_ => new StubAnswer(401, "{\"__type\": \"UnauthorizedException\", \"message\": \"Session token not found or invalid\"}") { ContentType = "application/json" });
        using var surroundings = new ChangedSurroundings(("AWS_ENDPOINT_URL_SSO", portal.Endpoint.AbsoluteUri), ("AWS_ENDPOINT_URL_SSO_OIDC", portal.Endpoint.AbsoluteUri));
        surroundings.Profiles(Config);
        await AssertToldAsync();

        SignIn(DateTime.UtcNow.AddHours(-1));
        await AssertToldAsync();

        // No sign-in is begun: nobody may be there to finish it.
        Assert.Empty(portal.Requests);

        // A token that looks good, and was revoked.
        SignIn(DateTime.UtcNow.AddHours(1));
        await AssertToldAsync();
    });

    private async Task AssertToldAsync()
    {
        KeyRotationException failure = await RefusedAsync("CredentialsFailed", Options("corp"));

        Assert.Contains("the profile 'corp'", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Sign in with 'aws sso login' and run again.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Callback", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-the-sign-in", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task InOwnHomeAsync(string test, Func<Task> body)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the home directory is not an environment variable: it would be the user's own.");
        string home = Directory.CreateTempSubdirectory("keyrotation-home-").FullName;
        try
        {
            await OwnProcess.RunAsync(typeof(SsoTests), test, new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = home }, body);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>What 'aws sso login' leaves behind.</summary>
    private static void SignIn(DateTime expiry)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable("HOME")!, ".aws", "sso", "cache")).FullName;
        File.WriteAllText(Path.Combine(folder, Sha1OfCorp + ".json"), $$"""
            {
              "accessToken": "token-of-the-sign-in", "expiresAt": "{{expiry.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}",
              "region": "eu-central-1", "startUrl": "https://corp.awsapps.example/start"
            }
            """);
    }
}
