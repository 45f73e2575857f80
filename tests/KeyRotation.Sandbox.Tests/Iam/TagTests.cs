using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Iam;

public sealed class TagTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public TagTests()
    {
        admin = new Client(server);
        server.Account.CreateUser("ada");
    }

    public static TheoryData<string, string, string> BadTags => new()
    {
        { string.Empty, "v", "ValidationError" },
        { new string('k', 129), "v", "ValidationError" },
        { "key", new string('v', 257), "ValidationError" },
        { "semi;colon", "v", "ValidationError" },
        { "key", "quote\"", "ValidationError" },
        { "key", "line\nbreak", "ValidationError" },
        { "aws:owner", "v", "InvalidInput" },
        { "AWS:owner", "v", "InvalidInput" },
    };

    [Fact]
    public async Task A_tag_keeps_the_case_it_was_first_set_with()
    {
        await TagAsync(("Owner", "web"));
        await TagAsync(("OWNER", "data"));
        var answer = await admin.IamAsync("ListUserTags", ("UserName", "ADA"));

        Assert.Equal("Owner", Assert.Single(answer.All("Key")).Value);
        Assert.Equal("data", Assert.Single(answer.All("Value")).Value);
        Assert.Equal("data", server.Account.Tags("ada")["owner"]);
    }

    [Theory]
    [MemberData(nameof(BadTags))]
    public async Task Malformed_and_reserved_tags_are_refused_and_none_of_the_call_is_set(string key, string value, string code)
    {
        var answer = await TagAsync(("good", "v"), (key, value));

        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Empty(server.Account.Tags("ada"));
    }

    [Fact]
    public async Task Letters_of_all_languages_spaces_and_the_documented_signs_are_taken()
    {
        const string Text = "Größe 日本 _.:/=+-@ 42";
        Assert.Equal(200, (await TagAsync((Text, Text), ("empty", string.Empty), (new string('k', 128), new string('v', 256)))).Status);

        Assert.Equal(Text, server.Account.Tags("ada")[Text]);
    }

    [Fact]
    public async Task The_same_key_twice_in_a_call_is_refused()
    {
        var answer = await TagAsync(("owner", "a"), ("OWNER", "b"));

        Assert.Equal("InvalidInput", answer.Code);
        Assert.Equal("Duplicate tag keys found. Please note that Tag keys are case insensitive.", answer.ErrorText);
    }

    [Fact]
    public async Task The_fifty_first_tag_is_refused_and_one_that_is_there_can_still_be_set()
    {
        foreach (var number in Enumerable.Range(0, 50))
        {
            server.Account.SetTag("ada", "tag" + number.ToString(CultureInfo.InvariantCulture), "v");
        }

        var refused = await TagAsync(("one-more", "v"));
        Assert.Equal((409, "LimitExceeded"), (refused.Status, refused.Code));
        Assert.Equal(200, (await TagAsync(("TAG7", "new"))).Status);
        Assert.Equal(200, (await admin.IamAsync("UntagUser", ("UserName", "ada"), ("TagKeys.member.1", "tag0"))).Status);
        Assert.Equal(200, (await TagAsync(("one-more", "v"))).Status);
    }

    [Fact]
    public async Task Removing_ignores_case_and_what_is_not_there()
    {
        await TagAsync(("Owner", "web"), ("app", "x"));
        var answer = await admin.IamAsync("UntagUser", ("UserName", "ada"), ("TagKeys.member.1", "OWNER"), ("TagKeys.member.2", "missing"));

        Assert.Equal(200, answer.Status);
        Assert.Equal(["app"], server.Account.Tags("ada").Keys);
    }

    [Fact]
    public async Task Missing_members_are_refused()
    {
        Assert.Equal("ValidationError", (await admin.IamAsync("TagUser", ("UserName", "ada"))).Code);
        Assert.Equal("ValidationError", (await admin.IamAsync("UntagUser", ("UserName", "ada"))).Code);
        Assert.Equal("ValidationError", (await admin.IamAsync("TagUser", ("UserName", "ada"), ("Tags.member.1.Key", "k"))).Code);
        Assert.Equal("ValidationError", (await admin.IamAsync("ListUserTags")).Code);
    }

    [Fact]
    public async Task Tags_of_a_user_that_is_not_there_cannot_be_found() =>
        Assert.Equal("NoSuchEntity", (await admin.IamAsync("ListUserTags", ("UserName", "nobody"))).Code);

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private Task<Answer> TagAsync(params (string Key, string Value)[] tags)
    {
        var parameters = new List<(string, string)> { ("UserName", "ada") };
        for (var i = 0; i < tags.Length; i++)
        {
            var prefix = "Tags.member." + (i + 1).ToString(CultureInfo.InvariantCulture);
            parameters.Add((prefix + ".Key", tags[i].Key));
            parameters.Add((prefix + ".Value", tags[i].Value));
        }

        return admin.IamAsync("TagUser", [.. parameters]);
    }
}
