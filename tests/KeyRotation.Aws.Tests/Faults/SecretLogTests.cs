using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

/// <summary>A session may have switched on all that the SDK can log, for other modules: our secrets stay out of it.</summary>
[Collection(Surroundings.Name)]
public sealed class SecretLogTests : IDisposable
{
    private const string Secret = "wJalrXUtnFEMIsK7MDENGsbPxRfiCYsecretKEY";

    private readonly LoggingOptions targets = AWSConfigs.LoggingConfig.LogTo;
    private readonly ResponseLoggingOption responses = AWSConfigs.LoggingConfig.LogResponses;
    private readonly StringWriter log = new();
    private readonly TextWriterTraceListener listener;

    public SecretLogTests()
    {
        listener = new TextWriterTraceListener(log, "tests");
        AWSConfigs.AddTraceListener("Amazon", listener);
        AWSConfigs.LoggingConfig.LogTo = LoggingOptions.SystemDiagnostics;
        AWSConfigs.LoggingConfig.LogResponses = ResponseLoggingOption.Always;
    }

    [Theory]
    [InlineData("")]
    [InlineData("<CreateDate>")]
    [InlineData("&SECRET;")]
    public async Task The_secret_of_a_created_key_gets_into_no_log_and_no_error(string broken)
    {
        string body = $"""
            <CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey>
              <AccessKeyId>AKIATESTTESTTEST0002</AccessKeyId><SecretAccessKey>{Secret}</SecretAccessKey>
              <CreateDate>2026-11-20T07:00:00Z</CreateDate>{broken.Replace("SECRET", Secret, StringComparison.Ordinal)}
            </AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>
            """;
        await using var stub = new StubServer(_ => StubAnswer.Ok(body));
        using IamClient client = Clients.Iam(stub.Endpoint);

        Exception? problem = await Record.ExceptionAsync(() => client.CreateAccessKeyAsync("svc", CancellationToken.None));

        Assert.Equal(broken.Length == 0, problem is null);
        Assert.DoesNotContain(Secret, problem?.ToString() ?? string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        AWSConfigs.LoggingConfig.LogTo = targets;
        AWSConfigs.LoggingConfig.LogResponses = responses;
        AWSConfigs.RemoveTraceListener("Amazon", listener.Name);
        listener.Dispose();
        log.Dispose();
    }
}
