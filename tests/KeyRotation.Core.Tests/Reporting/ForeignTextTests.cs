using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace KeyRotation.Tests.Reporting;

/// <summary>What comes from outside and is told on: without the secrets that it may quote.</summary>
public sealed class ForeignTextTests
{
    private static readonly JsonSerializerOptions FewEscapes = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://user:s3cr3t@proxy:8080/' failed with status code '407'.", "The proxy tunnel request to proxy 'http://(redacted)@proxy:8080/' failed with status code '407'.")]
    [InlineData("https://s3cr3t@host", "https://(redacted)@host")]
    [InlineData("http://user:p/s3cr3t@host/", "http://(redacted)@host/")]
    [InlineData("http://user:p@s3cr3t@host/", "http://(redacted)@host/")]
    [InlineData("Value '" + Secret + "' is wrong", "Value '(redacted)' is wrong")]
    [InlineData("SecretAccessKey=" + Secret + "&UserName=svc", "SecretAccessKey=(redacted)&UserName=svc")]
    [InlineData("said " + Secret, "said (redacted)")]
    [InlineData("said %22wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY%22", "said %22(redacted)%22")]
    [InlineData("{\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"s3cr3t\"}", "{\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":(redacted)}")]
    [InlineData("{\\\"SecretAccessKey\\\": \\\"s3cr3t\\\"}", "{\\\"SecretAccessKey\\\": (redacted)}")]
    [InlineData("<SecretAccessKey>s3cr3t</SecretAccessKey>", "<SecretAccessKey>(redacted)</SecretAccessKey>")]
    [InlineData("aws_secret_access_key = s3cr3t", "aws_secret_access_key = (redacted)")]
    [InlineData("AWS_SESSION_TOKEN: s3cr3t", "AWS_SESSION_TOKEN: (redacted)")]
    [InlineData("password=s3cr3t", "password=(redacted)")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzM2NyM3QifQ.sig-nature", "token (redacted)")]
    public void A_secret_is_taken_out_by_its_form(string text, string clean) => Assert.Equal(clean, ForeignText.Clean(text));

    [Fact]
    public void A_session_token_is_taken_out()
    {
        string token = "IQoJb3JpZ2luX2VjE" + string.Concat(Enumerable.Repeat("aB3/+", 60)) + "==";

        Assert.Equal("The token '(redacted)' has expired", ForeignText.Clean($"The token '{token}' has expired"));
    }

    [Theory]
    [InlineData("The Access Key Id AKIAIOSFODNN7EXAMPLE does not exist in our records.")]
    [InlineData("User: arn:aws:iam::123456789012:user/svc is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:keys/svc-AbCdEf because no identity-based policy allows the action")]
    [InlineData("The security token included in the request is invalid.")]
    [InlineData("The user with name svc-billing cannot be found.")]
    [InlineData("No such host is known. (iam.amazonaws.com:443)")]
    [InlineData("sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+")]
    [InlineData("Request id 3f1d6c1e-7c43-4d5c-9f0e-1f2a3b4c5d6e\r\n\tlater")]
    [InlineData("")]
    public void What_is_no_secret_stays(string text) => Assert.Equal(text, ForeignText.Clean(text));

    [Theory]
    [InlineData("hunter2hunter2")]
    [InlineData("a/b+c\"d\\e&f<g>h'i`j")]
    [InlineData("ünïcödé wörd")]
    public void A_known_secret_is_taken_out_however_it_is_quoted(string secret)
    {
        string[] quoted =
        [
            secret,
            Uri.EscapeDataString(secret),
            System.Net.WebUtility.HtmlEncode(secret),
            JsonSerializer.Serialize(secret, FewEscapes),
        ];

        Assert.All(quoted, text => Assert.DoesNotContain(text.Trim('"'), ForeignText.Clean($"<{text}>", [secret]), StringComparison.Ordinal));
        Assert.Equal("said (redacted).", ForeignText.Clean($"said {secret}.", [secret]));
    }

    [Fact]
    public void A_short_secret_does_not_eat_the_words() => Assert.Equal("an answer", ForeignText.Clean("an answer", ["an", string.Empty]));

    [Fact]
    public void A_long_text_is_cut_and_takes_no_time()
    {
        IReadOnlyList<string> texts = [new string('a', 8 << 20), string.Concat(Enumerable.Repeat("a://b", 1 << 20)), string.Concat(Enumerable.Repeat("password=\"\\", 1 << 19)), string.Concat(Enumerable.Repeat("aB", 1 << 20))];
        long began = Stopwatch.GetTimestamp();

        Assert.All(texts, text => Assert.InRange(ForeignText.Clean(text, ["hunter2"]).Length, 1, 2001));

        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void What_controls_a_terminal_does_not_reach_it() => Assert.Equal("?[31mred?", ForeignText.Clean("\u001b[31mred\u0007"));

    [Fact]
    public void A_cause_goes_along_when_none_of_its_texts_is_a_secret()
    {
        var clean = new IOException("cut", new IOException("by the peer"));
        Assert.Same(clean, ForeignText.Keep(clean));
        Assert.Null(ForeignText.Keep(new IOException("cut", new IOException("said " + Secret))));
        Assert.Null(ForeignText.Keep(new IOException("said hunter2"), ["hunter2"]));
        Assert.Null(ForeignText.Keep(null));
    }
}
