using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Aws;
using KeyRotation.Passes;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Users;

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

    /// <summary>Where rotations are marked while they run: nowhere, unless a test says so.</summary>
    public RotationMarks Marks { get; set; } = new(folder: null);

    public static async Task<TestAccount> StartAsync(SandboxOptions? options = null)
    {
        var account = new TestAccount(SandboxServer.Start((options ?? new SandboxOptions()) with { StartTime = Start, ClockRuns = false }));
        account.Connection = await account.OpenAsync();
        account.Server.Calls.Clear();
        return account;
    }

    public Task<AwsConnection> OpenAsync(IReport? report = null) => AwsConnection.OpenAsync(
        new ConnectionOptions
        {
            EndpointUrl = Server.Endpoint.AbsoluteUri,
            AccessKey = Server.Administrator.AccessKeyId,
            SecretKey = SecretText.Protect(Server.Administrator.SecretAccessKey),
            Region = "us-east-1",
        },
        Time,
        report,
        mayRunProcesses: false,
        CancellationToken.None);

    /// <summary>A user with one active key of the given age.</summary>
    public SandboxAccessKey UserWithKey(string userName, double days)
    {
        State.CreateUser(userName, Server.Clock.UtcNow.AddDays(-days - 1));
        return State.AddAccessKey(userName, Server.Clock.UtcNow.AddDays(-days));
    }

    /// <summary>Rotates, and lets an application use the new key: a replacement that was never used is no reason to disable the old key.</summary>
    public async Task<RecordingReport> RotateAndUseAsync(KeyTarget target, RotationOptions? options = null)
    {
        RecordingReport report = await RotateAsync(target, options);
        foreach (RotatedAccessKey rotated in report.Results<RotatedAccessKey>())
        {
            // AWS records one use in 15 minutes, and the verification was one.
            State.RecordUse(rotated.AccessKeyId, "s3", "eu-central-1", Server.Clock.UtcNow.AddMinutes(16));
        }

        return report;
    }

    public async Task<RecordingReport> RotateAsync(KeyTarget target, RotationOptions? options = null, RecordingReport? report = null, CancellationToken cancellationToken = default)
    {
        report ??= new RecordingReport();
        await RunAsync(session => AccountPass.CreateRotationRules(session, options ?? new RotationOptions(), report), report, [target], cancellationToken);
        return report;
    }

    /// <summary>A pass over the account.</summary>
    public async Task<RecordingReport> PassAsync(PassOptions? options = null, RecordingReport? report = null, StepRunnerOptions? runner = null)
    {
        report ??= new RecordingReport();
        await RunAsync(session => AccountPass.CreateRules(session, options ?? new PassOptions(), report), report, [], CancellationToken.None, runner);
        return report;
    }

    /// <summary>Takes the steps of one rule, on named targets or on the whole account.</summary>
    public async Task<RecordingReport> StepAsync(Func<AccountSession, IReport, StepRule> createRule, RecordingReport? report = null, params KeyTarget[] targets)
    {
        report ??= new RecordingReport();
        await RunAsync(session => [createRule(session, report)], report, targets, CancellationToken.None);
        return report;
    }

    /// <summary>Takes the steps of some rules as the cmdlets do.</summary>
    public Task RunAsync(
        Func<AccountSession, IReadOnlyList<StepRule>> createRules,
        IReport report,
        IReadOnlyCollection<KeyTarget> targets,
        CancellationToken cancellationToken,
        StepRunnerOptions? options = null)
    {
        AccountSession session = Session.Marked(Marks).Limited(8);
        return new StepRunner(session, createRules(session), options ?? new StepRunnerOptions(), report).RunAsync(targets, cancellationToken);
    }

    public Task<RecordingReport> DisableAsync(RetirementOptions? options = null, params KeyTarget[] targets) =>
        StepAsync((session, report) => new KeyDisabling(session, options ?? new RetirementOptions(), report), report: null, targets);

    public Task<RecordingReport> EnableAsync(params KeyTarget[] targets) => StepAsync((session, report) => new KeyEnabling(session, report), report: null, targets);

    /// <summary>Enables keys although they are compromised.</summary>
    public Task<RecordingReport> EnableForcedAsync(params KeyTarget[] targets) =>
        StepAsync((session, report) => new KeyEnabling(session, report, new RetirementOptions { Force = true }), report: null, targets);

    /// <summary>Disables keys as compromised.</summary>
    public Task<RecordingReport> CompromisedAsync(params KeyTarget[] targets) =>
        StepAsync((session, report) => new CompromisedKeyDisabling(session, new RetirementOptions(), report), report: null, targets);

    public Task<RecordingReport> RemoveAsync(RetirementOptions? options = null, params KeyTarget[] targets) =>
        StepAsync((session, report) => new KeyRemoval(session, options ?? new RetirementOptions(), report), report: null, targets);

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
}
