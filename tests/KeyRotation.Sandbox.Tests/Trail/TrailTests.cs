using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Trail;

/// <summary>The event history of CloudTrail.</summary>
public sealed class TrailTests
{
    [Fact]
    public async Task It_has_who_signed_from_where_with_what_and_what_was_answered()
    {
        using var server = Start.Empty();
        var key = Start.UserWithKey(server, "svc");
        server.Account.AllowActions("svc", "iam:ListUsers");
        using var application = new Client(server, key);
        application.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Boto3/1.34.14");
        await application.IamAsync("ListUsers");
        await application.IamAsync("ListAccessKeys", ("UserName", "svc"));
        using var client = new Client(server);

        var events = await LookUpAsync(client, "AccessKeyId", key.AccessKeyId);

        Assert.Equal(["ListAccessKeys", "ListUsers"], events.Select(found => found["EventName"]!.ToString()));
        var record = JsonNode.Parse(events[0]["CloudTrailEvent"]!.ToString())!;
        Assert.Equal(
            ("iam.amazonaws.com", "127.0.0.1", "Boto3/1.34.14", "us-east-1", "AccessDenied", "svc", "arn:aws:iam::123456789012:user/svc"),
            (Text(record, "eventSource"), Text(record, "sourceIPAddress"), Text(record, "userAgent"), Text(record, "awsRegion"), Text(record, "errorCode"),
                Text(record["userIdentity"]!, "userName"), Text(record["userIdentity"]!, "arn")));
    }

    [Fact]
    public async Task A_header_that_claims_another_address_is_not_believed()
    {
        using var server = Start.Empty();
        using var client = new Client(server);
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        await client.StsAsync("GetCallerIdentity");

        var found = Assert.Single(await LookUpAsync(client, "EventName", "GetCallerIdentity"));

        Assert.Equal("127.0.0.1", Text(JsonNode.Parse(found["CloudTrailEvent"]!.ToString())!, "sourceIPAddress"));
    }

    [Fact]
    public async Task A_client_on_another_address_is_told_apart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a client be on 127.0.0.2 without further ado.");
        using var server = Start.Empty();
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, stop) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = server.Endpoint };
        using var client = new Client(server);
        var body = Client.Form("GetCallerIdentity", "2011-06-15");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded") };
        foreach (var header in client.Signer("sts").Headers("POST", server.Endpoint.Authority, string.Empty, body))
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        (await http.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        var found = Assert.Single(await LookUpAsync(client, "EventName", "GetCallerIdentity"));
        Assert.Equal("127.0.0.2", Text(JsonNode.Parse(found["CloudTrailEvent"]!.ToString())!, "sourceIPAddress"));
    }

    [Fact]
    public async Task What_is_done_to_a_key_is_found_by_the_key_and_by_its_user()
    {
        using var server = Start.Empty();
        server.Account.CreateUser("svc");
        using var client = new Client(server);
        var created = (await client.IamAsync("CreateAccessKey", ("UserName", "svc"))).Value("AccessKeyId")!;
        await client.IamAsync("UpdateAccessKey", ("UserName", "svc"), ("AccessKeyId", created), ("Status", "Inactive"));
        await client.IamAsync("DeleteAccessKey", ("UserName", "svc"), ("AccessKeyId", created));

        var byKey = await LookUpAsync(client, "ResourceName", created);
        var byUser = await LookUpAsync(client, "ResourceName", "svc");

        string[] expected = ["DeleteAccessKey", "UpdateAccessKey", "CreateAccessKey"];
        Assert.Equal(expected, byKey.Select(found => found["EventName"]!.ToString()));
        Assert.Equal(expected, byUser.Select(found => found["EventName"]!.ToString()));
        Assert.Equal("Inactive", JsonNode.Parse(byKey[1]["CloudTrailEvent"]!.ToString())!["requestParameters"]!["status"]!.ToString());
        Assert.Equal(created, JsonNode.Parse(byKey[2]["CloudTrailEvent"]!.ToString())!["responseElements"]!["accessKey"]!["accessKeyId"]!.ToString());
        Assert.DoesNotContain(byUser, found => found.ToJsonString().Contains("SecretAccessKey", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Each_region_has_its_own_events_and_those_of_IAM_and_STS_are_in_one()
    {
        using var server = Start.Empty();
        using var client = new Client(server);
        await client.SecretsAsync("DescribeSecret", new { SecretId = "none" }, "eu-west-1");
        await client.PostAsync(client.Signer("sts", "eu-west-1"), Client.Form("GetCallerIdentity", "2011-06-15"));
        await client.IamAsync("ListUsers");

        var away = await LookUpAsync(client, "AccessKeyId", client.AccessKeyId, "eu-west-1");
        var home = await LookUpAsync(client, "AccessKeyId", client.AccessKeyId);

        Assert.Equal(["DescribeSecret"], away.Select(found => found["EventName"]!.ToString()));
        Assert.Equal(["ListUsers", "GetCallerIdentity"], home.Select(found => found["EventName"]!.ToString()));
    }

    [Fact]
    public async Task It_comes_in_pages_of_fifty_the_latest_first_and_between_two_times()
    {
        using var server = Start.Empty();
        var key = Start.UserWithKey(server, "svc");
        for (var minute = 0; minute < 120; minute++)
        {
            server.Account.RecordActivity(key.AccessKeyId, "ec2", "DescribeInstances", "us-east-1", "192.0.2.1", "aws-cli/2.15.10", errorCode: null, Start.Time.AddMinutes(-minute));
        }

        using var client = new Client(server);
        var sizes = new List<int>();
        string? token = null;
        do
        {
            var page = (await CallAsync(client, "us-east-1", Members("AccessKeyId", key.AccessKeyId, token))).Json;
            sizes.Add(page["Events"]!.AsArray().Count);
            token = page["NextToken"]?.ToString();
        }
        while (token is not null);

        var members = Members("AccessKeyId", key.AccessKeyId, token: null);
        members["StartTime"] = Start.Time.AddMinutes(-30).ToUnixTimeSeconds();
        members["EndTime"] = Start.Time.AddMinutes(-10).ToUnixTimeSeconds();
        var some = (await CallAsync(client, "us-east-1", members)).Json["Events"]!.AsArray();

        Assert.Equal([50, 50, 20], sizes);
        Assert.Equal(21, some.Count);
        Assert.Equal(Start.Time.AddMinutes(-10).ToUnixTimeSeconds(), some[0]!["EventTime"]!.GetValue<long>());
    }

    [Fact]
    public async Task An_event_shows_after_a_delay_and_for_ninety_days()
    {
        using var server = SandboxServer.Start(Start.Options with { TrailDelay = TimeSpan.FromMinutes(15) });
        using var client = new Client(server);
        await client.IamAsync("ListUsers");

        Assert.Empty(await LookUpAsync(client, "EventName", "ListUsers"));
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Single(await LookUpAsync(client, "EventName", "ListUsers"));
        server.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Empty(await LookUpAsync(client, "EventName", "ListUsers"));
    }

    [Fact]
    public async Task A_third_look_up_within_a_second_is_refused_where_the_rate_is_limited_and_other_regions_are_not_concerned()
    {
        using var server = SandboxServer.Start(Start.Options with { LimitsTrailRate = true });
        using var client = new Client(server);
        var codes = new List<string?>();
        foreach (var region in new[] { "us-east-1", "us-east-1", "us-east-1", "eu-west-1" })
        {
            codes.Add((await CallAsync(client, region, Members("EventName", "ListUsers", token: null))).JsonCode);
        }

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        codes.Add((await CallAsync(client, "us-east-1", Members("EventName", "ListUsers", token: null))).JsonCode);

        Assert.Equal([null, null, "ThrottlingException", null, null], codes);
    }

    [Theory]
    [InlineData("""{"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"a"},{"AttributeKey":"EventName","AttributeValue":"b"}]}""", "InvalidLookupAttributesException")]
    [InlineData("""{"LookupAttributes":[{"AttributeKey":"Colour","AttributeValue":"red"}]}""", "InvalidLookupAttributesException")]
    [InlineData("""{"StartTime":1800000000,"EndTime":1700000000}""", "InvalidTimeRangeException")]
    [InlineData("""{"NextToken":"%"}""", "InvalidNextTokenException")]
    public async Task What_AWS_refuses_is_refused(string members, string code)
    {
        using var server = Start.Empty();
        using var client = new Client(server);

        Assert.Equal(code, (await CallAsync(client, "us-east-1", JsonNode.Parse(members)!.AsObject())).JsonCode);
    }

    [Fact]
    public async Task The_AWS_CLI_looks_events_up()
    {
        using var server = Start.Empty();
        var key = Start.UserWithKey(server, "svc");
        for (var minute = 0; minute < 60; minute++)
        {
            server.Account.RecordActivity(key.AccessKeyId, "ec2", "DescribeInstances", "us-east-1", "192.0.2.1", "aws-cli/2.15.10", errorCode: null, Start.Time.AddMinutes(-minute));
        }

        string[] arguments =
        [
            "cloudtrail", "lookup-events", "--endpoint-url", server.Endpoint.GetLeftPart(UriPartial.Authority), "--output", "json",
            "--lookup-attributes", "AttributeKey=AccessKeyId,AttributeValue=" + key.AccessKeyId, "--start-time", Start.Time.AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ];
        ForeignProcess result;
        try
        {
            result = await ForeignProcess.RunAsync("aws", arguments, ForeignProcess.Environment(server));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("The AWS CLI is not installed on this machine.");
            throw;
        }

        Assert.True(result.ExitCode == 0, result.Error);
        var events = result.Json["Events"]!.AsArray();
        Assert.Equal(60, events.Count);
        Assert.All(events, found => Assert.Equal(("DescribeInstances", "ec2.amazonaws.com", "svc"), (found!["EventName"]!.ToString(), found["EventSource"]!.ToString(), found["Username"]!.ToString())));
    }

    private static string Text(JsonNode node, string name) => node[name]!.ToString();

    private static JsonObject Members(string attribute, string value, string? token) => new()
    {
        ["LookupAttributes"] = new JsonArray(new JsonObject { ["AttributeKey"] = attribute, ["AttributeValue"] = value }),
        ["NextToken"] = token,
    };

    private static Task<Answer> CallAsync(Client client, string region, JsonObject members) => client.PostAsync(
        client.Signer("cloudtrail", region, "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"), JsonSerializer.Serialize(members), isJson: true);

    private static async Task<IReadOnlyList<JsonNode>> LookUpAsync(Client client, string attribute, string value, string region = "us-east-1") =>
        [.. (await CallAsync(client, region, Members(attribute, value, token: null))).Json["Events"]!.AsArray().Select(found => found!)];
}
