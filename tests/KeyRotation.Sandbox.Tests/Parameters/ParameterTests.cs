using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Parameters;

public sealed class ParameterTests : IDisposable
{
    private const string Region = "us-east-1";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public ParameterTests() => admin = new Client(server);

    private SandboxParameter Only => Assert.Single(server.Account.Parameters(Region));

    public static TheoryData<string, string> BadNames => new()
    {
        { "with space", "ValidationException" },
        { "no/leading/slash", "ValidationException" },
        { "/ends/", "ValidationException" },
        { "//twice", "ValidationException" },
        { "aws-key", "ValidationException" },
        { "/ssm/key", "ValidationException" },
        { "/SSMkey", "ValidationException" },
        { "/aws/key", "AccessDeniedException" },
        { "größe", "ValidationException" },
        { string.Concat(Enumerable.Repeat("/level", 16)), "HierarchyLevelLimitExceededException" },
        { new string('n', 1012), "ValidationException" },
    };

    [Fact]
    public async Task A_secure_string_is_put_and_read_only_with_decryption()
    {
        var put = await PutAsync("/app/key", "s-1", "SecureString");
        var sealedValue = (await GetAsync("/app/key", isDecrypted: false)).Json["Parameter"]!;
        var open = (await GetAsync("/app/key")).Json["Parameter"]!;

        Assert.Equal((1, "Standard"), (put.Json["Version"]!.GetValue<int>(), put.Field("Tier")));
        Assert.Equal("s-1", open["Value"]!.ToString());
        Assert.StartsWith("AQICAH", sealedValue["Value"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("arn:aws:ssm:us-east-1:123456789012:parameter/app/key", open["ARN"]!.ToString());
        Assert.Equal(("SecureString", "text", 1), (open["Type"]!.ToString(), open["DataType"]!.ToString(), open["Version"]!.GetValue<int>()));
        Assert.Equal(Start.Time.ToUnixTimeSeconds(), open["LastModifiedDate"]!.GetValue<double>());
        Assert.Equal(("s-1", "alias/aws/ssm", 1L), (Only.Value, Only.KeyId, Only.Version));
    }

    [Fact]
    public async Task A_plain_string_is_read_either_way()
    {
        await PutAsync("plain", "v", "String");

        Assert.Equal("v", (await GetAsync("plain", isDecrypted: false)).Json["Parameter"]!["Value"]!.ToString());
        Assert.Equal("v", (await GetAsync("arn:aws:ssm:us-east-1:123456789012:parameter/plain")).Json["Parameter"]!["Value"]!.ToString());
        Assert.Null(Only.KeyId);
    }

    [Fact]
    public async Task Overwriting_has_to_be_asked_for_and_makes_a_version()
    {
        await PutAsync("/app/key", "s-1", "SecureString", keyId: "alias/own");
        var refused = await PutAsync("/app/key", "s-2", "SecureString");
        server.Clock.Advance(TimeSpan.FromHours(1));
        var put = await PutAsync("/app/key", "s-2", type: null, overwrite: true);

        Assert.Equal((400, "ParameterAlreadyExists"), (refused.Status, refused.JsonCode));
        Assert.Contains("set the overwrite option", refused.JsonErrorText, StringComparison.Ordinal);
        Assert.Equal(2, put.Json["Version"]!.GetValue<int>());
        Assert.Equal(["s-1", "s-2"], Only.History.Select(version => version.Value));
        Assert.Equal(("s-2", "SecureString", "alias/aws/ssm"), (Only.Value, Only.Type, Only.KeyId));
        Assert.Equal("arn:aws:iam::123456789012:user/sandbox-admin", Only.History[1].LastModifiedUser);
        Assert.Equal("HierarchyTypeMismatchException", (await PutAsync("/app/key", "s-3", "String", overwrite: true)).JsonCode);
    }

    [Fact]
    public async Task Tags_are_set_on_creation_but_not_with_overwrite()
    {
        var tags = new[] { new { Key = "owner", Value = "web" } };
        var refused = await admin.ParametersAsync("PutParameter", new { Name = "/a", Value = "v", Type = "String", Overwrite = true, Tags = tags });
        Assert.Equal("ValidationException", refused.JsonCode);
        Assert.StartsWith("Invalid request: tags and overwrite can't be used together.", refused.JsonErrorText, StringComparison.Ordinal);
        Assert.Empty(server.Account.Parameters(Region));

        Assert.Null((await admin.ParametersAsync("PutParameter", new { Name = "/a", Value = "v", Type = "String", Tags = tags })).JsonCode);
        var listed = await admin.ParametersAsync("ListTagsForResource", new { ResourceType = "Parameter", ResourceId = "/a" });

        Assert.Equal("owner", Assert.Single(listed.Json["TagList"]!.AsArray())!["Key"]!.ToString());
        Assert.Equal("web", Assert.Single(Only.Tags).Value);
        Assert.Equal("InvalidResourceId", (await admin.ParametersAsync("ListTagsForResource", new { ResourceType = "Parameter", ResourceId = "/b" })).JsonCode);
        Assert.Equal("InvalidResourceType", (await admin.ParametersAsync("ListTagsForResource", new { ResourceType = "Car", ResourceId = "/a" })).JsonCode);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task A_name_that_AWS_would_not_take_is_refused(string name, string code)
    {
        var answer = await PutAsync(name, "v", "String");

        Assert.Equal((400, code), (answer.Status, answer.JsonCode));
        Assert.Empty(server.Account.Parameters(Region));
    }

    [Fact]
    public async Task The_deepest_path_and_all_the_signs_are_taken()
    {
        Assert.Null((await PutAsync(string.Concat(Enumerable.Repeat("/l", 15)), "v", "String")).JsonCode);
        Assert.Null((await PutAsync("Az09_.-", "v", "StringList")).JsonCode);
    }

    [Fact]
    public async Task Values_types_and_keys_that_AWS_would_not_take_are_refused()
    {
        Assert.Equal("ValidationException", (await PutAsync("/a", string.Empty, "String")).JsonCode);
        Assert.Equal("ValidationException", (await PutAsync("/a", new string('v', 4097), "String")).JsonCode);
        Assert.Equal("ValidationException", (await PutAsync("/a", "v", "Secret")).JsonCode);
        Assert.Equal("ValidationException", (await PutAsync("/a", "v", type: null)).JsonCode);
        Assert.Equal("ValidationException", (await PutAsync("/a", "v", "String", keyId: "alias/own")).JsonCode);
        Assert.Equal("ValidationException", (await PutAsync("/a", "v", "SecureString", keyId: "no key")).JsonCode);
        Assert.Empty(server.Account.Parameters(Region));
        Assert.Null((await PutAsync("/a", new string('v', 4096), "String")).JsonCode);
        var advanced = await admin.ParametersAsync(
            "PutParameter", new { Name = "/b", Value = new string('v', 8192), Type = "String", Tier = "Intelligent-Tiering" });
        Assert.Equal("Advanced", advanced.Field("Tier"));
    }

    [Fact]
    public async Task A_name_may_ask_for_a_version()
    {
        await PutAsync("/app/key", "s-1", "SecureString");
        await PutAsync("/app/key", "s-2", "SecureString", overwrite: true);
        var byNumber = (await GetAsync("/app/key:1")).Json["Parameter"]!;
        Assert.Equal(("s-1", ":1", "/app/key"), (byNumber["Value"]!.ToString(), byNumber["Selector"]!.ToString(), byNumber["Name"]!.ToString()));
        Assert.Equal("s-2", (await GetAsync("/app/key")).Json["Parameter"]!["Value"]!.ToString());
        Assert.Equal("ParameterVersionNotFound", (await GetAsync("/app/key:3")).JsonCode);
        Assert.Equal("ParameterNotFound", (await GetAsync("/none:3")).JsonCode);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_AWS_says_no_more()
    {
        var answer = await GetAsync("/none");

        Assert.Equal((400, "ParameterNotFound", null), (answer.Status, answer.JsonCode, answer.JsonErrorText));
        Assert.Equal("ParameterNotFound", (await admin.ParametersAsync("DeleteParameter", new { Name = "/none" })).JsonCode);
        Assert.Equal("ParameterNotFound", (await admin.ParametersAsync("GetParameterHistory", new { Name = "/none" })).JsonCode);
    }

    [Fact]
    public async Task Several_are_read_at_once_and_the_absent_ones_named()
    {
        server.Account.PutParameter(Region, "/a", "1");
        server.Account.PutParameter(Region, "/b", "2", "String");
        var answer = await admin.ParametersAsync("GetParameters", new { Names = Client.List("/b", "/none", "/a"), WithDecryption = true });

        Assert.Equal(["2", "1"], answer.Json["Parameters"]!.AsArray().Select(parameter => parameter!["Value"]!.ToString()));
        Assert.Equal("/none", Assert.Single(answer.Json["InvalidParameters"]!.AsArray())!.ToString());
        var eleven = Enumerable.Range(0, 11).Select(number => "/" + number);
        Assert.Equal("ValidationException", (await admin.ParametersAsync("GetParameters", new { Names = eleven })).JsonCode);
    }

    [Fact]
    public async Task A_hundred_versions_are_kept_and_shown_over_pages()
    {
        for (var i = 1; i <= 103; i++)
        {
            server.Account.PutParameter(Region, "/a", i.ToString(CultureInfo.InvariantCulture));
        }

        var first = await admin.ParametersAsync("GetParameterHistory", new { Name = "/a", WithDecryption = true });
        var second = await admin.ParametersAsync("GetParameterHistory", new { Name = "/a", WithDecryption = true, NextToken = first.Field("NextToken") });

        Assert.Equal(Enumerable.Range(4, 100).Select(number => number.ToString(CultureInfo.InvariantCulture)), new[] { first, second }
            .SelectMany(answer => answer.Json["Parameters"]!.AsArray()).Select(version => version!["Value"]!.ToString()));
        Assert.Equal((103, 100), ((int)Only.Version, Only.History.Count));
    }

    [Fact]
    public async Task They_are_described_with_filters_and_without_values()
    {
        server.Account.PutParameter(Region, "/app/key", "s-hidden", keyId: "alias/own");
        server.Account.PutParameter(Region, "/app/name", "plain", "String");
        server.Account.PutParameter(Region, "/other", "plain", "String");
        var all = await DescribeAsync();
        var app = await DescribeAsync(("Name", "BeginsWith", "/app/"), ("Type", "Equals", "SecureString"));

        Assert.Equal(["/app/key", "/app/name", "/other"], all.Json["Parameters"]!.AsArray().Select(parameter => parameter!["Name"]!.ToString()));
        Assert.Equal("alias/own", Assert.Single(app.Json["Parameters"]!.AsArray())!["KeyId"]!.ToString());
        Assert.DoesNotContain("s-hidden", all.Text, StringComparison.Ordinal);
        Assert.Equal("InvalidFilterKey", (await DescribeAsync(("Colour", "Equals", "red"))).JsonCode);
    }

    [Fact]
    public async Task A_deleted_parameter_begins_again_at_version_1()
    {
        server.Account.PutParameter(Region, "/a", "1");
        server.Account.PutParameter(Region, "/a", "2");
        Assert.Null((await admin.ParametersAsync("DeleteParameter", new { Name = "/a" })).JsonCode);

        Assert.Empty(server.Account.Parameters(Region));
        Assert.Equal(1, (await PutAsync("/a", "3", "String")).Json["Version"]!.GetValue<int>());
    }

    [Fact]
    public async Task Every_region_has_parameters_of_its_own()
    {
        await admin.ParametersAsync("PutParameter", new { Name = "/a", Value = "eu", Type = "String" }, "eu-central-1");

        Assert.Equal("ParameterNotFound", (await GetAsync("/a")).JsonCode);
        Assert.Equal("eu", server.Account.FindParameter("eu-central-1", "/a")?.Value);
        Assert.Empty(server.Account.Parameters(Region));
    }

    [Fact]
    public void No_text_form_shows_a_value()
    {
        var parameter = server.Account.PutParameter(Region, "/a", "s-hidden");

        Assert.Equal("SecureString", parameter.Type);
        Assert.DoesNotContain("s-hidden", parameter + string.Concat(parameter.History), StringComparison.Ordinal);
        Assert.Equal(parameter, server.Account.FindParameter(Region, "/a"));
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private Task<Answer> PutAsync(string name, string value, string? type, bool overwrite = false, string? keyId = null) =>
        admin.ParametersAsync("PutParameter", new { Name = name, Value = value, Type = type, Overwrite = overwrite, KeyId = keyId });

    private Task<Answer> GetAsync(string name, bool isDecrypted = true) =>
        admin.ParametersAsync("GetParameter", new { Name = name, WithDecryption = isDecrypted });

    private Task<Answer> DescribeAsync(params (string Key, string Option, string Value)[] filters) => admin.ParametersAsync(
        "DescribeParameters", new { ParameterFilters = filters.Select(filter => new { filter.Key, filter.Option, Values = new[] { filter.Value } }) });
}
