using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.CloudTrail;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The call to CloudTrail, held against the official model: what is sent, and what is read.</summary>
public sealed class CloudTrailConformanceTests
{
    public static readonly string[] Operations = ["LookupEvents"];

    private const string Record =
        """
        {"eventVersion":"1.10","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/ops","accountId":"123456789012","accessKeyId":"AKIAOPS","userName":"ops"},
        "eventTime":"2026-11-20T07:00:00Z","eventSource":"iam.amazonaws.com","eventName":"UpdateAccessKey","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.10",
        "userAgent":"aws-cli/2.15.10","errorCode":"AccessDenied","requestParameters":{"userName":"svc","accessKeyId":"AKIASVC","status":"Inactive"},"responseElements":null}
        """;

    private static readonly TrailLookup Lookup = new(TrailLookupKey.AccessKeyId, Clients.KeyId, DateTimeOffset.FromUnixTimeSeconds(1_780_000_000));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TrailLookupKey.AccessKeyId, null)]
    [InlineData(TrailLookupKey.ResourceName, "token")]
    public async Task What_is_sent_is_what_the_model_takes(TrailLookupKey key, string? token)
    {
        await using var stub = new StubServer(request => StubAnswer.Json(new JsonModelAnswer(ServiceModel.CloudTrail, JsonModelInput.Operation(request)).Text));
        using CloudTrailService trail = Trail(stub);

        TrailPage page = await trail.LookUpAsync("us-east-1", Lookup with { Attribute = key }, token, Stop);

        StubRequest request = Assert.Single(stub.Requests);
        JsonNode body = JsonNode.Parse(request.Body)!;
        Assert.Empty(JsonModelInput.Problems(ServiceModel.CloudTrail, request));
        Assert.Equal((1_780_000_000, null), (body["StartTime"]!.GetValue<long>(), body["EndTime"]));
        Assert.Equal((1, true), (page.Events.Count, page.NextToken is not null));
    }

    [Fact]
    public async Task The_record_within_an_event_is_read()
    {
        TrailEvent found = await ReadAsync(Record);

        Assert.Equal(
            new TrailEvent("id", DateTimeOffset.FromUnixTimeSeconds(1_780_000_000), "iam", "UpdateAccessKey")
            {
                Region = "us-east-1",
                SourceAddress = "192.0.2.10",
                UserAgent = "aws-cli/2.15.10",
                ErrorCode = "AccessDenied",
                CallerArn = "arn:aws:iam::123456789012:user/ops",
                CallerUserName = "ops",
                UserName = "svc",
                AccessKeyId = "AKIASVC",
                Status = "Inactive",
            },
            found);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"userIdentity":[],"awsRegion":7,"requestParameters":"none"}""")]
    public async Task A_record_that_cannot_be_read_leaves_what_the_event_itself_says(string record)
    {
        TrailEvent found = await ReadAsync(record);

        Assert.Equal(("iam", "UpdateAccessKey"), (found.Service, found.Action));
        Assert.Null(found.SourceAddress);
    }

    [Fact]
    public async Task The_key_that_was_created_is_in_the_answer_that_the_record_quotes()
    {
        TrailEvent found = await ReadAsync("""{"requestParameters":{"userName":"svc"},"responseElements":{"accessKey":{"userName":"svc","accessKeyId":"AKIANEW","status":"Active"}}}""");

        Assert.Equal(("svc", "AKIANEW", "Active"), (found.UserName, found.AccessKeyId, found.Status));
    }

    [Theory]
    [InlineData("us-east-1", "us-east-1", true)]
    [InlineData("cn-northwest-1", "cn-north-1", false)]
    [InlineData("us-gov-east-1", "us-gov-west-1", false)]
    public void The_events_of_IAM_are_in_one_region_of_the_partition_and_its_regions_are_known(string region, string home, bool hasIreland)
    {
        using var trail = new CloudTrailService(Partition.Of(region)!, () => ConnectionChoices.Regions().Keys, _ => throw new InvalidOperationException());

        Assert.Equal(home, trail.HomeRegion);
        Assert.Contains(region, trail.Regions);
        Assert.Equal(hasIreland, trail.Regions.Contains("eu-west-1"));
        Assert.DoesNotContain(trail.Regions, known => known.EndsWith("-global", StringComparison.Ordinal));
        Assert.Equal("UnknownRegion", Assert.Throws<KeyRotationException>(() => trail.RequireRegion("moon-base-1")).ErrorId);
    }

    private static async Task<TrailEvent> ReadAsync(string record)
    {
        var item = new JsonObject { ["EventId"] = "id", ["EventName"] = "UpdateAccessKey", ["EventTime"] = 1_780_000_000, ["EventSource"] = "iam.amazonaws.com", ["CloudTrailEvent"] = record };
        await using var stub = new StubServer(_ => StubAnswer.Json(new JsonObject { ["Events"] = new JsonArray(item.DeepClone()) }.ToJsonString()));
        using CloudTrailService trail = Trail(stub);
        return Assert.Single((await trail.LookUpAsync("us-east-1", Lookup, nextToken: null, Stop)).Events);
    }

    private static CloudTrailService Trail(StubServer stub) => new(
        Partition.Of("us-east-1")!,
        () => ["us-east-1"],
        _ => new JsonClient(new BasicAWSCredentials(Clients.KeyId, "secret"), Clients.Config(ServiceIdentity.CloudTrail, stub.Endpoint)));
}
