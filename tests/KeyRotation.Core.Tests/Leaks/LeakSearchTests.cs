using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Leaks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Leaks;

/// <summary>Ids of keys in files and in the history of a repository.</summary>
public sealed class LeakSearchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keyrotation-leaks-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_key_in_a_file_is_given_with_file_and_line_and_without_its_secret()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        string file = Write("src/deep/app.env", $"a\nb\nAWS_ACCESS_KEY_ID={key.AccessKeyId}\nAWS_SECRET_ACCESS_KEY={key.SecretAccessKey}\n");
        Write(".git/config", key.AccessKeyId);
        Write("node/readme.md", "nothing AKIAIOSFODNN7EXAMPLE");

        RecordingReport report = await SearchAsync(account);

        AccessKey found = Assert.Single(report.Results<AccessKey>());
        Assert.Equal(("svc", $"{file}:3"), (found.UserName, Assert.Single(found.Compromise!).FindingId));
        Assert.Empty(report.Failures);
        Assert.DoesNotContain(key.SecretAccessKey, Said(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encodings_line_ends_escapes_and_long_lines_do_not_hide_an_id()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        string id = key.AccessKeyId;
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            ["crlf"] = Encoding.UTF8.GetBytes($"x\r\n{id}\r\n"),
            ["utf16"] = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes($"x\n{id}\n")],
            ["utf16-unmarked"] = Encoding.Unicode.GetBytes($"x\n{id}\n"),
            ["bom"] = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes($"\n{id}")],
            ["latin1"] = [.. Encoding.Latin1.GetBytes("größe\n"), .. Encoding.ASCII.GetBytes($"key: '{id}'")],
            ["escaped"] = Encoding.UTF8.GetBytes($"\n\"x\\n{id}\\n\""),
            ["encoded"] = Encoding.UTF8.GetBytes($"\nhttps://x/?key%3D{id}%26y"),
            ["longline"] = Encoding.UTF8.GetBytes($"\n{new string('x', 65_530)} {id} {new string('y', 200_000)}\n"),
        };
        foreach ((string name, byte[] bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        AccessKey found = Assert.Single((await SearchAsync(account)).Results<AccessKey>());

        Assert.Equal(files.Keys.Select(name => $"{Path.Combine(folder, name)}:2").Order(StringComparer.Ordinal), found.Compromise!.Select(evidence => evidence.FindingId).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("xAKIAQWERTYUIOPASDFGH")]
    [InlineData("AKIAQWERTYUIOPASDFGHJ")]
    [InlineData("AKIAQWERTYUIOPASDFG1")]
    [InlineData("AKIAqwertyuiopasdfgh")]
    [InlineData("AIDAQWERTYUIOPASDFGH")]
    public async Task What_only_looks_like_an_id_costs_no_call(string text)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        Write("a.txt", text);

        Assert.Empty((await SearchAsync(account)).Failures);
        Assert.Empty(account.Server.Calls.Snapshot());
    }

    [Fact]
    public async Task Binary_files_are_counted_in_a_warning()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        File.WriteAllBytes(Path.Combine(folder, "a.png"), [1, 0, 2, 0, 0, 0, 3]);
        Write("b.txt", "text");

        Assert.Contains("1 binary files were left out", Assert.Single((await SearchAsync(account)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_ever_committed_is_found_in_the_history_and_not_without_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        Git("init -q -b main");
        Write("src/app.env", "a\n");
        Commit("first");
        Write("src/app.env", $"a\n++ b/other\n{key.AccessKeyId} {key.SecretAccessKey}\nc\n");
        string commit = Commit("second");
        Write("src/app.env", "a\nc\n");
        Commit("third");
        Git("checkout -q -b side HEAD~1");

        Assert.Single((await SearchAsync(account)).Results<AccessKey>());
        Git("checkout -q main");
        Assert.Empty((await SearchAsync(account)).Results<AccessKey>());
        RecordingReport report = await SearchAsync(account, history: true);

        AccessKey found = Assert.Single(report.Results<AccessKey>());
        CompromiseEvidence evidence = Assert.Single(found.Compromise!);
        Assert.Equal(("GitHistory", $"{commit}:src/app.env:3"), (evidence.Source, evidence.FindingId));
        Assert.NotNull(evidence.FirstSeen);
        Assert.Empty(report.Failures);
        Assert.DoesNotContain(key.SecretAccessKey, Said(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_on_a_branch_in_a_merge_and_in_a_stash_is_found()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        List<SandboxAccessKey> keys = Enumerable.Range(0, 3).Select(index => account.UserWithKey($"svc-{index}", 30)).ToList();
        Git("init -q -b main");
        Write("a.txt", "a\n");
        Commit("first");
        Git("checkout -q -b side");
        Write("b.txt", keys[0].AccessKeyId);
        Commit("side");
        Git("checkout -q main");
        Write("c.txt", "c\n");
        Commit("main");
        Git("merge -q --no-commit --no-ff side");
        Write("c.txt", $"c\n{keys[1].AccessKeyId}\n");
        Commit("merge");
        Write("c.txt", $"c\n{keys[2].AccessKeyId}\n");
        Git("stash -q");
        Git("rm -q b.txt");
        Write("c.txt", "c\n");
        Commit("clean");

        Assert.Equal(["svc-0", "svc-1", "svc-2"], (await SearchAsync(account, history: true)).Results<AccessKey>().Select(key => key.UserName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_in_no_repository_is_one_error_and_its_files_are_searched()
    {
        SkipWithoutGit();
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        Write("a.txt", key.AccessKeyId);

        RecordingReport report = await SearchAsync(account, history: true);

        Assert.Single(report.Results<AccessKey>());
        Assert.Equal("GitFailed", Assert.Single(report.Failures).ErrorId);
    }

    private static string Said(RecordingReport report) => string.Join(
        '\n',
        report.Warnings.Concat(report.VerboseMessages)
            .Concat(report.Failures.Select(failure => failure.ToString()))
            .Concat(report.Results<AccessKey>().Select(key => System.Text.Json.JsonSerializer.Serialize(key))));

    private async Task<RecordingReport> SearchAsync(TestAccount account, bool history = false)
    {
        var report = new RecordingReport();
        var options = new LeakOptions { Paths = [folder], ReadsHistory = history };
        await new LeakSearch(account.Session.Limited(8), account.Connection.KeyLookup(), options, report).RunAsync(CancellationToken.None);
        return report;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private string Commit(string message)
    {
        Git("add -A");
        Git($"commit -q -m {message}");
        return Git("rev-parse HEAD").Trim();
    }

    private static void SkipWithoutGit() => Assert.SkipWhen(GitHistory.FindGit() is null, "git is not installed.");

    private string Git(string arguments)
    {
        SkipWithoutGit();
        using var process = Process.Start(new ProcessStartInfo(GitHistory.FindGit()!, "-c user.name=test -c user.email=test@example.com -c commit.gpgsign=false -c core.autocrlf=false " + arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        string problem = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {arguments}: {problem}");
        return output;
    }
}
