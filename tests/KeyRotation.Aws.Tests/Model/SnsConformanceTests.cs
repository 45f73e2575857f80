using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Query;
using KeyRotation.Aws.Sns;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The call to SNS, held against the official model.</summary>
public sealed class SnsConformanceTests
{
    /// <summary>The typed codes of the service.</summary>
    public static readonly string[] Codes = ["AuthorizationError", "InternalError", "InvalidParameter", "InvalidSecurity", "KMSAccessDenied", "KMSThrottling", "NotFound", "ParameterValueInvalid"];

    private const string Arn = "arn:aws:sns:us-east-1:123456789012:key-notices";
    private const string Answer = "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_sends_members_that_the_model_has()
    {
        JsonElement model = ModelFiles.Read("sns", "service-2.json.gz");
        StubRequest request = await PublishAsync(new Notice("team-red", "r", "Schlüssel\r\nBcc: a", "täxt", []));

        Assert.Equal(model.GetProperty("metadata").GetProperty("apiVersion").GetString(), request.Parameter("Version"));
        IEnumerable<string> members = model.GetProperty("shapes").GetProperty("PublishInput").GetProperty("members").EnumerateObject().Select(member => member.Name);
        Assert.Empty(request.Form.Select(parameter => parameter.Key.Split('.')[0]).Except(["Action", "Version", .. members], StringComparer.Ordinal));
        Assert.Equal((Arn, "täxt", "Schl?ssel??Bcc: a"), (request.Parameter("TopicArn"), request.Parameter("Message"), request.Parameter("Subject")));
        Assert.Equal(("recipient", "String", "team-red"), (request.Parameter("MessageAttributes.entry.1.Name"), request.Parameter("MessageAttributes.entry.1.Value.DataType"), request.Parameter("MessageAttributes.entry.1.Value.StringValue")));
        Assert.Equal("sns", request.Headers["Authorization"].Split('/')[3]);
    }

    [Theory]
    [InlineData(99, 99)]
    [InlineData(100, 99)]
    [InlineData(5000, 99)]
    public async Task A_subject_has_less_than_100_characters(int given, int sent)
    {
        StubRequest request = await PublishAsync(new Notice("red", "r", new string('s', given), "text", []));

        Assert.Equal(sent, request.Parameter("Subject")!.Length);
    }

    [Theory]
    [InlineData("ä", 131_072)]
    [InlineData("€", 200_000)]
    [InlineData("x", 300_000)]
    public async Task A_message_has_256_KB_at_most_and_says_that_it_was_cut(string letter, int count)
    {
        StubRequest request = await PublishAsync(new Notice("red", "r", "s", string.Concat(Enumerable.Repeat(letter, count)), []));
        string message = request.Parameter("Message")!;

        Assert.InRange(Encoding.UTF8.GetByteCount(message), 255_000, 262_144 - 256);
        Assert.EndsWith("larger than a message of Amazon SNS can be.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', message);
    }

    [Fact]
    public async Task A_text_of_nothing_is_sent_as_a_word() => Assert.Equal("(no text)", (await PublishAsync(new Notice("red", "r", "s", " \n", []))).Parameter("Message"));

    [Fact]
    public void The_typed_errors_are_declared()
    {
        JsonElement model = ModelFiles.Read("sns", "service-2.json.gz");
        IEnumerable<string> declared = model.GetProperty("operations").GetProperty("Publish").GetProperty("errors").EnumerateArray()
            .Select(error => model.GetProperty("shapes").GetProperty(error.GetProperty("shape").GetString()!).GetProperty("error").GetProperty("code").GetString()!);

        Assert.Empty(Codes.Except(declared, StringComparer.Ordinal));
        Assert.All(Codes, code => Assert.True(ErrorKinds.OfCode.ContainsKey(code), code));
    }

    private static async Task<StubRequest> PublishAsync(Notice notice)
    {
        await using var stub = new StubServer(_ => StubAnswer.Ok(Answer));
        using QueryClient client = Clients.Sns(stub.Endpoint);
        await new SnsTopic(client, Arn).SendAsync(notice, Stop);
        return Assert.Single(stub.Requests);
    }
}
