using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Aws;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;

namespace KeyRotation.Tests.Support;

/// <summary>An account on a sandbox of its own, reached over HTTP with the real clients, whose time stands still but for waits.</summary>
public sealed class TestAccount : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private TestAccount(SandboxServer server)
    {
        Server = server;
        Time = new SandboxTime(server.Clock);
    }

    public SandboxServer Server { get; }

    public SandboxTime Time { get; }

    public SandboxAccount State => Server.Account;

    public AwsConnection Connection { get; private set; } = null!;

    public AccountSession Session => Connection.Account;

    public static async Task<TestAccount> StartAsync(SandboxOptions? options = null)
    {
        var account = new TestAccount(SandboxServer.Start((options ?? new SandboxOptions()) with { StartTime = Start, ClockRuns = false }));
        account.Connection = await account.OpenAsync();
        account.Server.Calls.Clear();
        return account;
    }

    public Task<AwsConnection> OpenAsync() => AwsConnection.OpenAsync(
        new ConnectionOptions
        {
            EndpointUrl = Server.Endpoint.AbsoluteUri,
            AccessKey = Server.Administrator.AccessKeyId,
            SecretKey = SecretText.Protect(Server.Administrator.SecretAccessKey),
            Region = "us-east-1",
        },
        Time,
        CancellationToken.None);

    /// <summary>A user with one active key of the given age.</summary>
    public SandboxAccessKey UserWithKey(string userName, double days)
    {
        State.CreateUser(userName, Server.Clock.UtcNow.AddDays(-days - 1));
        return State.AddAccessKey(userName, Server.Clock.UtcNow.AddDays(-days));
    }

    public async Task<RecordingReport> RotateAsync(KeyTarget target, RotationOptions? options = null, RecordingReport? report = null, CancellationToken cancellationToken = default)
    {
        report ??= new RecordingReport();
        await new KeyRotator(Session.Limited(8), options ?? new RotationOptions(), report).RotateAsync([target], cancellationToken);
        return report;
    }

    public Task<RecordingReport> DisableAsync(RetirementOptions? options = null, params KeyTarget[] targets) =>
        StepAsync(report => new KeyDisabling(Session, options ?? new RetirementOptions(), report), targets);

    public Task<RecordingReport> EnableAsync(params KeyTarget[] targets) => StepAsync(report => new KeyEnabling(Session, report), targets);

    public Task<RecordingReport> RemoveAsync(RetirementOptions? options = null, params KeyTarget[] targets) =>
        StepAsync(report => new KeyRemoval(Session, options ?? new RetirementOptions(), report), targets);

    public async Task<RecordingReport> AuditAsync(AuditOptions? options = null)
    {
        var report = new RecordingReport();
        await new StaleKeyAudit(Session.Limited(8), options ?? Older(90), report).RunAsync(CancellationToken.None);
        return report;
    }

    public static AuditOptions Older(int days) => new() { Rule = new StaleRule(TimeSpan.FromDays(days), UnusedFor: null) };

    public string StatusOf(string accessKeyId) => State.FindKey(accessKeyId)?.Status.ToString() ?? "deleted";

    public IReadOnlyDictionary<string, string> TagsOf(string userName) => State.Tags(userName);

    /// <summary>The calls that change something, in order.</summary>
    public IReadOnlyList<string> Changes() => Server.Calls.Snapshot().Where(call => call.Changes).Select(call => call.Operation).ToList();

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
    }

    private static async Task<RecordingReport> StepAsync(Func<IReport, RetirementStep> stepOf, KeyTarget[] targets)
    {
        var report = new RecordingReport();
        RetirementStep step = stepOf(report);
        await step.CarryOutAsync(await step.PlanAsync(targets, CancellationToken.None), CancellationToken.None);
        return report;
    }
}
