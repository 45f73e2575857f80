using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using KeyRotation.Profiles;
using KeyRotation.Tests.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Profiles;

/// <summary>The shared files are read as the AWS CLI reads them; what it refuses is told with file and line.</summary>
public sealed class SharedFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    /// <summary>Files that botocore reads; it is asked for the same.</summary>
    public static TheoryData<string> Readable =>
    [
        "[work] # my keys\naws_access_key_id = A\naws_secret_access_key: b=c:d\n",
        "[work]\n  region = x\n  output=json\n\n# a comment\n  ; another\n  role_arn = r # no comment here\n",
        "[default]\nregion = first\n[profile default]\nregion = later\n",
        "[profile default]\nregion = first\n[default]\nregion = later\n",
        "[profile \"my work\"]\nregion = x\n[profile 'theirs'] ; c\nRegion = y\n[profile a\\ b]\nregion = z\n[profile \"q\\\"uoted\"]\nregion = w\n",
        "[profile\twork]\r\nregion = x\r\n\r\ns3 =\r\n  max_queue_size = 1\r\n  # c\r\n  addressing_style = path\r\noutput = json\r\n",
        "[work]\nregion = a\n  b\noutput = \n  \n",
        "[sso-session s]\nsso_region = x\n[services s]\niam =\n  endpoint_url = http://localhost:1\n[profile s]\nservices = s\n",
        "[a]\nregion=x\n  [b]\noutput=y\n",
        string.Empty,
    ];

    /// <summary>Files that botocore refuses, the line, and whether it is the section <c>work</c> that is broken.</summary>
    public static TheoryData<string, string, bool> Broken => new()
    {
        { "[work]\naws_access_key_id = A\nAWS_Access_Key_ID: B\n", "Line 3", true },
        { "[work]\nregion = x\n[other]\n[work]\noutput = y\n", "Line 4", true },
        { "[work]\nregion = x\nSECRET\n", "Line 3", true },
        { "[work]\nregion = x\n= SECRET\n", "Line 3", true },
        { "[work]\nregion = x\ns3 =\n  max = 1\n\n  SECRET\n", "Line 6", true },
        { "[work]\nregion = x\n[other]\nSECRET\n", "Line 4", false },
    };

    [Fact]
    public void What_has_no_end_is_refused_before_it_fills_the_memory()
    {
        string endless = System.IO.File.Exists("/dev/zero") ? "/dev/zero" : directory["large"];
        if (endless == directory["large"])
        {
            System.IO.File.WriteAllText(endless, new string('#', 5 * 1024 * 1024));
        }

        Assert.Contains("more than 4 MB", Assert.Throws<System.IO.IOException>(() => SharedFile.OfCredentials(endless)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task What_botocore_reads_is_read_alike(string text)
    {
        string path = directory.Put("file", text);
        const string Program = """
            import json, sys
            try:
                import botocore.configloader as loader
            except ImportError:
                sys.exit(9)
            flat = lambda section: {name: sorted(value) if isinstance(value, dict) else value.split() for name, value in section.items() if value != ''}
            print(json.dumps({
                'credentials': {name: flat(section) for name, section in loader.raw_config_parse(sys.argv[1]).items()},
                'config': {name: flat(section) for name, section in loader.load_config(sys.argv[1])['profiles'].items()}}))
            """;
        (int exitCode, string output, string error) = await Machine.RunAsync("python3", ["-c", Program, path], new Dictionary<string, string>(StringComparer.Ordinal) { ["PYTHONUTF8"] = "1" });
        Assert.SkipWhen(exitCode == 9, "botocore is not installed on this machine.");
        Assert.True(exitCode == 0, error);
        JsonElement read = JsonDocument.Parse(output).RootElement;

        AssertAlike(read.GetProperty("credentials"), SharedFile.OfCredentials(path));
        AssertAlike(read.GetProperty("config"), SharedFile.OfConfig(path));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_botocore_refuses_stops_who_needs_it_with_file_and_line_and_quotes_nothing(string text, string line, bool isWork)
    {
        SharedFile file = SharedFile.OfCredentials(directory.Put("file", text));
        SharedSection section = file.Profile(isWork ? "work" : "other")!;

        SharedFileException problem = Assert.Throws<SharedFileException>(() => section["region"]);

        Assert.StartsWith($"{line} of {directory["file"]} ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", problem.Message, StringComparison.Ordinal);
        Assert.Equal(isWork ? null : "x", isWork ? null : file.Profile("work")!["region"]);
        Assert.Contains("work", file.ProfileNames);
    }

    [Fact]
    public void A_mark_of_the_encoding_blanks_in_the_brackets_and_names_of_several_words_are_read_as_dotnet_does()
    {
        string path = directory.Put("file", "\uFEFF[ work ]\nregion = x\n[profile my work]\nregion = y\n");

        Assert.Equal("x", SharedFile.OfCredentials(path).Profile("work")!["region"]);
        Assert.Equal("y", SharedFile.OfConfig(path).Profile("my work")!["region"]);
        Assert.Equal("y", SharedFile.OfCredentials(path).Profile("my work")!["region"]);
    }

    [Fact]
    public void A_section_of_another_kind_and_nested_settings_are_found()
    {
        SharedFile file = SharedFile.OfConfig(directory.Put("file", "[services mine]\niam =\n  endpoint_url = http://localhost:1\n  x = y=z\n[profile mine]\nregion = x\n"));

        Assert.Equal("http://localhost:1", file.Section("services", "mine")!.Nested("iam")["endpoint_url"]);
        Assert.Equal("y=z", file.Section("services", "mine")!.Nested("iam")["x"]);
        Assert.Null(file.Section("sso-session", "mine"));
    }

    [Fact]
    public void A_file_that_is_not_there_has_no_profiles()
    {
        Assert.Empty(SharedFile.OfCredentials(directory["none"]).ProfileNames);
        Assert.Empty(SharedFile.OfConfig(directory["none/none"]).ProfileNames);
    }

    public void Dispose() => directory.Dispose();

    private static void AssertAlike(JsonElement botocore, SharedFile file)
    {
        Assert.Equal(botocore.EnumerateObject().Select(profile => profile.Name).Order(StringComparer.Ordinal), file.ProfileNames.Order(StringComparer.Ordinal));
        foreach (JsonProperty profile in botocore.EnumerateObject())
        {
            SharedSection section = file.Profile(profile.Name)!;
            Assert.Equal(
                profile.Value.EnumerateObject().Select(setting => $"{setting.Name}={string.Join(' ', setting.Value.EnumerateArray())}").Order(StringComparer.Ordinal),
                section.Settings.Where(setting => setting.Value.Length > 0).Select(setting => $"{setting.Key}={Flat(section, setting.Key)}").Order(StringComparer.Ordinal));
        }
    }

    private static string Flat(SharedSection section, string setting) => section[setting]![0] == '\n'
        ? string.Join(' ', section.Nested(setting).Keys.Order(StringComparer.Ordinal))
        : string.Join(' ', section[setting]!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
