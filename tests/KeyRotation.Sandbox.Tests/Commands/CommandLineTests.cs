using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly string Program = typeof(SandboxServer).Assembly.Location;

    [Fact]
    public async Task Help_names_the_commands_and_their_options()
    {
        var result = await RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("serve", result.Output, StringComparison.Ordinal);
        Assert.Contains("--propagation SECONDS", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no command 'bogus'.", "bogus")]
    [InlineData("There is no option '--bogus'.", "serve", "--bogus", "1")]
    [InlineData("A value is missing after --port.", "serve", "--port")]
    [InlineData("There is no partition 'mars'.", "serve", "--partition", "mars")]
    [InlineData("--users takes a whole number, not 'many'.", "serve", "--users=many")]
    public async Task A_mistake_ends_with_two_and_says_what_it_was(string message, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task It_serves_until_it_is_told_to_stop_and_prints_one_secret_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        var token = TestContext.Current.CancellationToken;
        using var process = ForeignProcess.Start("dotnet", [Program, "serve", "--users", "5", "--seed", "3", "--partition", "aws-cn", "--start", "2026-11-20T07:00:00Z"], []);
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(token) is { } line && !line.Contains("Ctrl+C", StringComparison.Ordinal))
        {
            lines.Add(line);
        }

        var endpoint = Value(lines, "export AWS_ENDPOINT_URL=");
        using var http = new HttpClient();
        var state = await http.GetStringAsync(new Uri(endpoint + "/_sandbox/state"), token);
        using var same = SandboxServer.Start(new SandboxOptions { Users = 5, Seed = 3, StartTime = Start.Time });

        Assert.Contains("2026-11-20T07:00", state, StringComparison.Ordinal);
        Assert.Contains("arn:aws-cn:iam:", state, StringComparison.Ordinal);
        Assert.Equal("cn-north-1", Value(lines, "export AWS_REGION="));
        Assert.Equal(same.Administrator.AccessKeyId, Value(lines, "export AWS_ACCESS_KEY_ID="));
        Assert.Equal(same.Administrator.SecretAccessKey, Value(lines, "export AWS_SECRET_ACCESS_KEY="));
        Assert.Contains("$env:AWS_SECRET_ACCESS_KEY = '" + same.Administrator.SecretAccessKey + "'", lines);
        var output = string.Join('\n', lines);
        Assert.All(same.Account.Users, user => Assert.All(user.Keys, key => Assert.Equal(
            user.UserName == "sandbox-admin", output.Contains(key.SecretAccessKey, StringComparison.Ordinal))));

        using var kill = ForeignProcess.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], []);
        await process.WaitForExitAsync(token);
        Assert.Equal(0, process.ExitCode);
    }

    private static string Value(List<string> lines, string start) =>
        Assert.Single(lines, line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];

    private static Task<ForeignProcess> RunAsync(params string[] arguments) => ForeignProcess.RunAsync("dotnet", [Program, .. arguments], []);
}
