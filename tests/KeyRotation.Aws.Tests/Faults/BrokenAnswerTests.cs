using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>Answers that are none, or not what the model says. Nothing is guessed from them.</summary>
public sealed class BrokenAnswerTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYsecretKEY";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("no XML at all")]
    [InlineData("<html><body>Log in to the guest network</body></html>")]
    [InlineData("{\"message\": \"ok\"}")]
    [InlineData("<ListUsersResponse><ListUsersResult><Users>")]
    [InlineData("<ListUsersResponse></ListUsersResponse>")]
    [InlineData("<ListUsersResponse><ListUsersResult/></ListUsersResponse>")]
    [InlineData("<ListUsersResponse><ListUsersResult><IsTruncated>false</IsTruncated></ListUsersResult></ListUsersResponse>")]
    [InlineData("<ListUsersResponse><ListUsersResult><Users/><IsTruncated>true</IsTruncated></ListUsersResult></ListUsersResponse>")]
    [InlineData("<ListUsersResponse><ListUsersResult><Users><member><UserName>a</UserName></member></Users></ListUsersResult></ListUsersResponse>")]
    [InlineData("<ListUsersResponse><ListUsersResult><Users><member><UserName>a</UserName><Arn>b</Arn><CreateDate>soon</CreateDate></member></Users></ListUsersResult></ListUsersResponse>")]
    [InlineData("<ListUsersResponse><ListAccountAliasesResult><Users/></ListAccountAliasesResult></ListUsersResponse>")]
    [InlineData("<ListAccountAliasesResponse><ListUsersResult><Users/></ListUsersResult></ListAccountAliasesResponse>")]
    [InlineData("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")]
    public async Task An_answer_that_is_not_the_one_of_the_model_is_malformed(string body)
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((ServiceErrorKind.MalformedAnswer, true), (problem.Kind, problem.IsUnclear));
        Assert.Single(stub.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Log in to the guest network</body></html>")]
    [InlineData("<TagUserResponse>")]
    [InlineData("<UntagUserResponse/>")]
    [InlineData("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")]
    public async Task A_change_is_done_only_when_its_own_answer_says_so(string body)
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(
            () => client.TagUserAsync("svc", new Dictionary<string, string> { ["a"] = "b" }, CancellationToken.None));

        Assert.Equal((ServiceErrorKind.MalformedAnswer, true), (problem.Kind, problem.IsUnclear));
    }

    [Theory]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><Status>Asleep</Status><CreateDate>2026-01-01T00:00:00Z</CreateDate>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><Status/><CreateDate>2026-01-01T00:00:00Z</CreateDate>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><CreateDate>2026-01-01T00:00:00Z</CreateDate>")]
    [InlineData("<Status>Active</Status><CreateDate>2026-01-01T00:00:00Z</CreateDate>")]
    [InlineData("<AccessKeyId/><Status>Active</Status><CreateDate>2026-01-01T00:00:00Z</CreateDate>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><Status>Active</Status>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><Status>Active</Status><CreateDate>1 January</CreateDate>")]
    public async Task A_key_that_is_not_told_in_full_is_malformed(string key)
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(
            $"<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member>{key}</member></AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>"));
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListAccessKeysAsync("svc", CancellationToken.None));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
    }

    [Theory]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><Status>Active</Status><SecretAccessKey>{0}</SecretAccessKey><CreateDate>{0}</CreateDate>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><Status>Active</Status><SecretAccessKey>{0}</SecretAccessKey>")]
    [InlineData("<Status>Active</Status><SecretAccessKey>{0}</SecretAccessKey><CreateDate>2026-01-01T00:00:00Z</CreateDate>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><Status>Active</Status><SecretAccessKey/><Secret>{0}</Secret><CreateDate>2026-01-01T00:00:00Z</CreateDate>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><SecretAccessKey>{0}</SecretAccessKey")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><SecretAccessKey>{0}</AccessKeyId>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><SecretAccessKey {0}")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><{0}>")]
    [InlineData("<AccessKeyId>AKIA</AccessKeyId><SecretAccessKey>&{0};</SecretAccessKey>")]
    public async Task A_created_key_that_is_not_told_in_full_is_malformed_and_its_secret_stays_out_of_the_error(string key)
    {
        string body = "<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey>" + key.Replace("{0}", Secret, StringComparison.Ordinal)
            + "</AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>";
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.Iam(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.CreateAccessKeyAsync("svc", CancellationToken.None));

        Assert.Equal((ServiceErrorKind.MalformedAnswer, true), (problem.Kind, problem.IsUnclear));
        Assert.Single(stub.Requests);
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret[^12..], problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Content>%%%</Content><GeneratedTime>2026-01-01T00:00:00Z</GeneratedTime>")]
    [InlineData("<Content>dXNlcg==</Content>")]
    [InlineData("<GeneratedTime>2026-01-01T00:00:00Z</GeneratedTime>")]
    public async Task A_report_that_is_not_told_in_full_is_malformed(string report)
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(
            $"<GetCredentialReportResponse><GetCredentialReportResult>{report}</GetCredentialReportResult></GetCredentialReportResponse>"));
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.GetCredentialReportAsync(CancellationToken.None));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
    }

    [Fact]
    public async Task Never_used_is_an_answer_without_a_date_and_nothing_else()
    {
        string lastUsed = "<ServiceName>N/A</ServiceName><Region>N/A</Region>";
        await using var stub = new StubServer(_ => StubAnswer.Ok(
            $"<GetAccessKeyLastUsedResponse><GetAccessKeyLastUsedResult><UserName>svc</UserName>{lastUsed}</GetAccessKeyLastUsedResult></GetAccessKeyLastUsedResponse>"));
        using IamClient client = Clients.IamOnce(stub.Endpoint);
        await AssertMalformedAsync();

        lastUsed = "<AccessKeyLastUsed><LastUsedDate>N/A</LastUsedDate><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>";
        await AssertMalformedAsync();

        lastUsed = "<AccessKeyLastUsed><LastUsedDate/><ServiceName>s3</ServiceName><Region>N/A</Region></AccessKeyLastUsed>";
        await AssertMalformedAsync();

        lastUsed = "<AccessKeyLastUsed><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>";
        Assert.Equal(UseKind.NeverUsed, (await client.GetAccessKeyLastUsedAsync(Clients.KeyId, CancellationToken.None)).Kind);

        async Task AssertMalformedAsync()
        {
            var problem = await Assert.ThrowsAsync<ServiceException>(() => client.GetAccessKeyLastUsedAsync(Clients.KeyId, CancellationToken.None));
            Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task An_answer_with_a_document_type_is_malformed_and_none_of_its_entities_is_fetched(int status)
    {
        string file = Workstation.Current.PathOf("secret.txt");
        await File.WriteAllTextAsync(file, Secret);
        await using var elsewhere = new StubServer(_ => StubAnswer.Ok("<!ENTITY fetched 'yes'>"));
        string body = $"""
            <!DOCTYPE ListUsersResponse SYSTEM "{elsewhere.Endpoint}rules.dtd" [
              <!ENTITY code "AccessDenied">
              <!ENTITY file SYSTEM "{new Uri(file)}">
              <!ENTITY other SYSTEM "{elsewhere.Endpoint}other">
            ]>
            <ErrorResponse><Error><Code>&code;</Code><Message>&file;&other;</Message></Error></ErrorResponse>
            """;
        await using var stub = new StubServer(_ => new StubAnswer(status, body));
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((ServiceErrorKind.MalformedAnswer, null), (problem.Kind, problem.Code));
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Entities_that_grow_without_end_cost_nothing()
    {
        string body = "<!DOCTYPE a [<!ENTITY a0 \"ha\">";
        for (int level = 1; level < 40; level++)
        {
            body += FormattableString.Invariant($"<!ENTITY a{level} \"&a{level - 1};&a{level - 1};\">");
        }

        await using var stub = new StubServer(_ => StubAnswer.Ok(body + "]><ListUsersResponse>&a39;</ListUsersResponse>"));
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
    }

    [Fact]
    public async Task A_page_that_leads_back_to_itself_is_malformed()
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(
            "<ListUsersResponse><ListUsersResult><Users/><IsTruncated>true</IsTruncated><Marker>again</Marker></ListUsersResult></ListUsersResponse>"));
        using IamClient client = Clients.IamOnce(stub.Endpoint);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(limit.Token));

        Assert.Equal(ServiceErrorKind.MalformedAnswer, problem.Kind);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_signed_call_does_not_follow_a_redirection(int status)
    {
        await using var elsewhere = new StubServer(_ => StubAnswer.Ok("<ListUsersResponse/>"));
        await using var stub = new StubServer(_ => new StubAnswer(status, string.Empty) { Location = elsewhere.Endpoint.AbsoluteUri });
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((ServiceErrorKind.MalformedAnswer, true), (problem.Kind, problem.IsUnclear));
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(403, ServiceErrorKind.MalformedAnswer)]
    [InlineData(407, ServiceErrorKind.MalformedAnswer)]
    [InlineData(413, ServiceErrorKind.MalformedAnswer)]
    [InlineData(429, ServiceErrorKind.Throttled)]
    [InlineData(500, ServiceErrorKind.ServiceFailure)]
    [InlineData(502, ServiceErrorKind.ServiceFailure)]
    [InlineData(504, ServiceErrorKind.ServiceFailure)]
    public async Task A_page_of_a_proxy_is_known_by_its_status(int status, ServiceErrorKind kind)
    {
        await using var stub = new StubServer(_ => new StubAnswer(status, "<html><body><h1>Blocked & logged</h1><br></body></html>") { ContentType = "text/html" });
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((kind, null, status), (problem.Kind, problem.Code, problem.HttpStatus));
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_answer()
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok("<ListUsersResponse><ListUsersResult>") with { Missing = 1000 });
        using IamClient client = Clients.IamOnce(stub.Endpoint);

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal((ServiceErrorKind.NoAnswer, true), (problem.Kind, problem.IsUnclear));
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_no_answer_within_seconds()
    {
        using IamClient client = Clients.Iam(StubServer.Nobody());
        long started = Stopwatch.GetTimestamp();

        var problem = await Assert.ThrowsAsync<ServiceException>(() => client.CreateAccessKeyAsync("svc", CancellationToken.None));

        Assert.Equal((ServiceErrorKind.NoAnswer, true, 0, null), (problem.Kind, problem.IsUnclear, problem.HttpStatus, problem.Code));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }
}
