using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Control;

public sealed class ControlTests : IDisposable
{
    private readonly SandboxServer server = SandboxServer.Start(Start.Options with { Users = 30 });
    private readonly HttpClient http;

    public ControlTests() => http = new HttpClient { BaseAddress = new Uri(server.Endpoint, "/_sandbox/") };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clock_is_read_and_moved()
    {
        Assert.Equal(Start.Time, (await SendAsync("GET", "clock")).Json["utcNow"]!.GetValue<DateTimeOffset>());
        await SendAsync("POST", "clock", "{\"days\":7}");
        await SendAsync("POST", "clock", "{\"seconds\":1.5,\"minutes\":1}");

        Assert.Equal(Start.Time.AddDays(7).AddSeconds(61.5), server.Clock.UtcNow);
    }

    [Theory]
    [InlineData("clock", "{\"days\":-1}")]
    [InlineData("clock", "{\"weeks\":1}")]
    [InlineData("clock", "{\"days\":1e300}")]
    [InlineData("clock", "{\"days\":\"seven\"}")]
    [InlineData("clock", "null")]
    [InlineData("clock", "")]
    [InlineData("faults", "{}")]
    [InlineData("faults", "{\"kind\":\"Explode\"}")]
    [InlineData("faults", "{\"kind\":3}")]
    [InlineData("faults", "{\"kind\":\"Throttle\",\"times\":0}")]
    [InlineData("use", "{\"service\":\"s3\"}")]
    [InlineData("use", "{\"accessKeyId\":null}")]
    public async Task What_makes_no_sense_is_refused_with_a_reason(string path, string body)
    {
        var (status, json) = await SendAsync("POST", path, body);

        Assert.Equal(400, status);
        Assert.NotEmpty(json["error"]!.GetValue<string>());
        Assert.Equal((Start.Time, 0), (server.Clock.UtcNow, server.Faults.Pending));
    }

    [Fact]
    public async Task Faults_are_ordered_listed_and_taken_back()
    {
        await SendAsync("POST", "faults", "{\"operation\":\"CreateAccessKey\",\"kind\":\"CutAfter\",\"times\":2,\"delaySeconds\":0.5}");
        var listed = (await SendAsync("GET", "faults")).Json["faults"]!.AsArray().Single()!;

        Assert.Equal("CutAfter", listed["kind"]!.GetValue<string>());
        Assert.Equal(0.5, listed["delaySeconds"]!.GetValue<double>());
        Assert.Equal(1, server.Faults.Pending);
        await SendAsync("DELETE", "faults");
        Assert.Equal(0, server.Faults.Pending);
    }

    [Fact]
    public async Task Calls_are_listed_and_cleared_and_these_are_not_among_them()
    {
        using var admin = new Client(server);
        await admin.IamAsync("GetUser", ("UserName", "sandbox-admin"));
        var call = (await SendAsync("GET", "calls")).Json["calls"]!.AsArray().Single()!;

        Assert.Equal("GetUser", call["operation"]!.GetValue<string>());
        Assert.Equal("sandbox-admin", call["parameters"]!["UserName"]!.GetValue<string>());
        await SendAsync("DELETE", "calls");
        Assert.Empty(server.Calls.Snapshot());
    }

    [Fact]
    public async Task A_use_is_recorded()
    {
        var key = Start.UserWithKey(server, "zz-ada");
        var body = JsonSerializer.Serialize(new { accessKeyId = key.AccessKeyId, service = "s3", region = "eu-west-1" });
        var (status, _) = await SendAsync("POST", "use", body);

        Assert.Equal(200, status);
        Assert.Equal(new SandboxKeyUse(Start.Time, "s3", "eu-west-1"), server.Account.FindKey(key.AccessKeyId)?.LastUsed);
        Assert.Equal(404, (await SendAsync("POST", "use", "{\"accessKeyId\":\"AKIANONE\"}")).Status);
    }

    [Fact]
    public async Task The_state_shows_users_keys_and_tags_and_no_secret()
    {
        var (_, json) = await SendAsync("GET", "state");
        var users = json["users"]!.AsArray();

        Assert.Equal(31, users.Count);
        Assert.Contains(users, user => user!["keys"]!.AsArray().Count == 1 && user["keys"]![0]!["status"]!.GetValue<string>() == "Active");
        Assert.Contains(users, user => user!["tags"]!["owner"] is not null);
        var text = await http.GetStringAsync("state", Token);
        Assert.All(server.Account.Users.SelectMany(user => user.Keys), key => Assert.DoesNotContain(key.SecretAccessKey, text, StringComparison.Ordinal));
        Assert.DoesNotContain("secretAccessKey", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_state_shows_what_is_stored_in_all_regions_and_no_value()
    {
        server.Account.CreateSecret("eu-west-1", "app/key", "hidden-1");
        server.Account.PutParameter("ap-south-1", "/app/key", "hidden-2");
        var (_, json) = await SendAsync("GET", "state");

        Assert.Equal("app/key", json["secrets"]!.AsArray().Single()!["name"]!.GetValue<string>());
        Assert.Equal("AWSCURRENT", json["secrets"]![0]!["versions"]![0]!["stages"]![0]!.GetValue<string>());
        Assert.Equal("/app/key", json["parameters"]!.AsArray().Single()!["name"]!.GetValue<string>());
        Assert.DoesNotContain("hidden-", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "nothing")]
    [InlineData("PUT", "clock")]
    [InlineData("GET", "")]
    public async Task What_is_not_there_is_not_found(string method, string path) => Assert.Equal(404, (await SendAsync(method, path)).Status);

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
    }

    private async Task<(int Status, JsonNode Json)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Token);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!);
    }
}
