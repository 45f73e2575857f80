using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Activity;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Activity;

/// <summary>What the tests of activity share: applications that call AWS, and the searches.</summary>
internal static class ActivityAccount
{
    public const string Boto = "Boto3/1.34.14 md/Botocore#1.34.14 ua/2.0 os/linux#5.10 lang/python#3.11.6";
    public const string Cli = "aws-cli/2.15.10 Python/3.11.6 Linux/5.10.0 exe/x86_64 prompt/off";

    public static void Call(
        this TestAccount account,
        SandboxAccessKey key,
        string operation = "DescribeInstances",
        double hoursAgo = 1,
        string region = "eu-west-1",
        string from = "192.0.2.10",
        string agent = Boto,
        string? error = null) =>
        account.State.RecordActivity(key.AccessKeyId, "ec2", operation, region, from, agent, error, account.Server.Clock.UtcNow.AddHours(-hoursAgo));

    public static async Task<RecordingReport> SearchAsync(this TestAccount account, ActivityOptions? options = null, params KeyTarget[] targets)
    {
        var report = new RecordingReport();
        await new KeyActivitySearch(account.Session.Limited(8), options ?? new ActivityOptions(), new LookupPace(account.Time), report).RunAsync(targets, CancellationToken.None);
        return report;
    }

    public static async Task<RecordingReport> ChangesAsync(this TestAccount account, ActivityOptions? options = null, params KeyTarget[] targets)
    {
        var report = new RecordingReport();
        await new KeyChangeSearch(account.Session.Limited(8), options ?? new ActivityOptions(), new LookupPace(account.Time), report).RunAsync(targets, CancellationToken.None);
        return report;
    }
}
