using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>A key in a JSON file: its values change where they stand, and nothing else does.</summary>
public sealed class JsonFileTests : IDisposable
{
    private const string Pair = $"\"id\": \"{Keys.NewId}\", \"secret\": \"{Keys.NewSecret}\"";

    private static readonly KeyForm Form = new() { IdName = "id", SecretName = "secret", Path = "app.aws" };

    private readonly TemporaryDirectory directory = TemporaryDirectory.Fast();

    [Theory]
    [InlineData(null, $"{{ \"app\": {{ \"aws\": {{ {Pair} }} }} }}\n")]
    [InlineData("{}", $"{{ \"app\": {{ \"aws\": {{ {Pair} }} }} }}")]
    [InlineData("{\r\n\t\"db\" : 1.50E+2 ,\r\n\t\"x\":[true,null,\"\\u0041\\/\"]\r\n}\r\n", $"{{\r\n\t\"db\" : 1.50E+2 ,\r\n\t\"x\":[true,null,\"\\u0041\\/\"],\r\n\t\"app\": {{ \"aws\": {{ {Pair} }} }}\r\n}}\r\n")]
    [InlineData("{\"app\":{\"aws\":{}}}", $"{{\"app\":{{\"aws\":{{ {Pair} }}}}}}")]
    [InlineData("\uFEFF{\"app\":{\"n\":1,\"aws\":{\"secret\":\"old\\/x\" , \"r\":\"eu\", \"\\u0069d\" :\"" + Keys.OldId + "\"}}}", "\uFEFF{\"app\":{\"n\":1,\"aws\":{\"secret\":\"" + Keys.NewSecret + "\" , \"r\":\"eu\", \"\\u0069d\" :\"" + Keys.NewId + "\"}}}")]
    public async Task A_key_is_written_read_back_found_and_taken_back_byte_for_byte(string? before, string after)
    {
        if (before is not null)
        {
            directory.Put("svc.json", before);
        }

        KeyFileDestination destination = To(Form);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal((after, Keys.OwnerOnly), (directory.Text("svc.json"), directory.Mode("svc.json")));
        Assert.Equal(Keys.NewSecret, SecretText.Reveal((await delivery.ReadBackAsync(CancellationToken.None)).SecretAccessKey));
        Assert.NotNull(await destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None));
        Assert.Null(await destination.FindAsync(Keys.Owner, Keys.OldId, CancellationToken.None));

        await delivery.UndoAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(before, File.Exists(directory["svc.json"]) ? directory.Text("svc.json") : null);
    }

    [Theory]
    [InlineData("{ // ours\n}", "comment")]
    [InlineData("{\n\"a\":1, /* ours */ \"b\":2}", "line 2")]
    [InlineData("{\"a\":1,}", "name")]
    [InlineData("{\"a\":[1,]}", "value")]
    [InlineData("{\"a\":1 \"b\":2}", "comma")]
    [InlineData("{\"a\":1,\"a\":2}", "twice")]
    [InlineData("{\"a\":01}", "comma")]
    [InlineData("{\"a\":\"theirs", "too early")]
    [InlineData("{\"a\":\"\\x\"}", "escape")]
    [InlineData("{} {}", "behind the end")]
    [InlineData("{'a':1}", "name")]
    [InlineData("[]", "app.aws")]
    [InlineData("theirs", "value")]
    [InlineData("{\"app\":\"theirs\"}", "app.aws")]
    [InlineData("{\"app\":{\"aws\":{\"id\":\"theirs\"}}}", "id and secret")]
    [InlineData("{\"app\":{\"aws\":{\"id\":\"theirs\",\"secret\":1}}}", "id and secret")]
    public async Task What_is_not_plain_JSON_or_not_a_key_is_refused_before_a_key_is_created_and_not_quoted(string text, string problem)
    {
        directory.Put("svc.json", text);

        DestinationException refused = await Assert.ThrowsAsync<DestinationException>(() => To(Form).CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        IDelivery delivery = To(Form).Begin(Keys.New());
        await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));
        await delivery.UndoAsync(CancellationToken.None);

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(text, directory.Text("svc.json"));
    }

    [Fact]
    public async Task A_document_that_is_too_deep_is_refused_and_does_not_end_the_process()
    {
        directory.Put("svc.json", new string('[', 100_000));

        Assert.Contains("levels deep", (await Assert.ThrowsAsync<DestinationException>(() => To(Form).CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_reads_the_new_key_and_what_is_beside_it()
    {
        directory.Put("svc.json", "{\n  \"db\": {\n    \"host\": \"h\"\n  }\n}\n");
        await To(Form with { Members = new OrderedDictionary { ["user"] = "{UserName}", ["note"] = "a \"b\" \\ c" } }).Begin(Keys.New()).WriteAsync(CancellationToken.None);

        (int exitCode, string output, string error) = await Machine.RunAsync(
            "python3", new List<string> { "-c", "import json, sys\nd = json.load(open(sys.argv[1]))\nk = d['app']['aws']\nprint(d['db']['host'], k['id'], k['secret'], k['user'], k['note'])", directory["svc.json"] });

        Assert.Equal((0, $"h {Keys.NewId} {Keys.NewSecret} svc-billing a \"b\" \\ c"), (exitCode, output + error));
        Assert.Throws<ArgumentException>(() => Destination.Json("/x").WithForm(new KeyForm { Separate = true }));
    }

    public void Dispose() => directory.Dispose();

    private KeyFileDestination To(KeyForm form) => KeyFileDestination.Json(new NameTemplate(directory["svc.json"]), form, overwrite: false);
}
