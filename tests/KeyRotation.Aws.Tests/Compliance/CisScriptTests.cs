using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Moto;
using KeyRotation.Compliance;
using KeyRotation.Sandbox;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Compliance;

/// <summary>The verdicts beside those of a script that follows the CIS audit text with boto3, on servers of two hands.</summary>
public sealed class CisScriptTests : IClassFixture<MotoServer>
{
    private readonly MotoServer moto;

    public CisScriptTests(MotoServer moto) => this.moto = moto;

    [Fact]
    public async Task On_moto_the_same_users_fail_the_same_controls()
    {
        using AwsConnection connection = await AwsConnection.OpenAsync(moto.Options, TimeProvider.System, TestContext.Current.CancellationToken);
        IIdentityService iam = connection.Account.Identity;
        foreach (string user in new[] { "cis-none", "cis-one", "cis-two", "cis-off", "cis-setup" })
        {
            await moto.CliAsync("iam", "create-user", "--user-name", user);
        }

        await iam.CreateAccessKeyAsync("cis-one", TestContext.Current.CancellationToken);
        await iam.CreateAccessKeyAsync("cis-two", TestContext.Current.CancellationToken);
        await iam.CreateAccessKeyAsync("cis-two", TestContext.Current.CancellationToken);
        CreatedKey off = await iam.CreateAccessKeyAsync("cis-off", TestContext.Current.CancellationToken);
        await iam.UpdateAccessKeyAsync("cis-off", off.AccessKeyId, AccessKeyStatus.Inactive, TestContext.Current.CancellationToken);
        await iam.CreateAccessKeyAsync("cis-setup", TestContext.Current.CancellationToken);
        await moto.CliAsync("iam", "create-login-profile", "--user-name", "cis-setup", "--password", "Aa1!Aa1!Aa1!Aa1!");

        IReadOnlyList<string> own = await FailuresAsync(connection);

        Assert.Equal(await ScriptAsync(moto.Environment), own);
        Assert.Contains("1.12 cis-two", own);
        Assert.Contains("1.10 cis-setup", own);
    }

    [Fact]
    public async Task On_the_sandbox_the_same_of_500_users_fail_the_same_controls()
    {
        await using SandboxServer server = SandboxServer.Start(new SandboxOptions { Users = 500, Seed = 11, ReportPolls = 0 });
        server.Account.RootHasAccessKey = true;
        var options = new ConnectionOptions
        {
            EndpointUrl = server.Endpoint.AbsoluteUri,
            Region = "us-east-1",
            AccessKey = server.Administrator.AccessKeyId,
            SecretKey = SecretText.Protect(server.Administrator.SecretAccessKey),
        };
        using AwsConnection connection = await AwsConnection.OpenAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);

        IReadOnlyList<string> own = await FailuresAsync(connection);

        Assert.Equal(await ScriptAsync(ForeignProcess.Environment(server)), own);
        Assert.Equal(["1.10", "1.11", "1.12", "1.13", "1.3"], own.Select(line => line.Split(' ')[0]).Distinct(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> FailuresAsync(AwsConnection connection)
    {
        var results = new ResultList();
        var options = new ComplianceOptions { Benchmarks = [ComplianceBenchmark.Parse("5.0.0")] };
        await new ComplianceAudit(connection.Account.Limited(8), options, results).RunAsync(TestContext.Current.CancellationToken);
        return results.Of<ControlResult>()
            .Where(result => result.StatusValue == ControlStatus.Fail)
            .Select(result => $"{result.ControlId} {result.UserName}")
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    private static async Task<IReadOnlyList<string>> ScriptAsync(IEnumerable<KeyValuePair<string, string>> environment)
    {
        Assert.SkipUnless(await ForeignProcess.IsThereAsync("python3", "-c", "import boto3"), "python3 with boto3 is not there: the CIS audit text was not followed by somebody else.");
        ForeignProcess script = await ForeignProcess.RunAsync("python3", [Path.Combine(AppContext.BaseDirectory, "Compliance", "cis_audit.py")], environment);
        Assert.True(script.ExitCode == 0, script.Error);
        return script.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal).ToList();
    }
}
