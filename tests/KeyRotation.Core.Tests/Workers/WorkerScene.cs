using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Tests.Support;
using KeyRotation.Workers;
using Xunit;

namespace KeyRotation.Tests.Workers;

/// <summary>A queue with accounts, each with a stale key, and a state machine that waits for each; all on a sandbox.</summary>
internal sealed class WorkerScene : IAsyncDisposable
{
    public const string Region = "us-east-1";
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(5);
    private const string RoleName = "OrganizationAccountAccessRole";

    private readonly TestAccount account;

    private WorkerScene(TestAccount account)
    {
        this.account = account;
        QueueUrl = account.State.CreateQueue(Region, "accounts", maxReceives: 3);
    }

    public string QueueUrl { get; }

    /// <summary>The tasks that wait for the accounts.</summary>
    public List<string> Tokens { get; } = [];

    public RecordingReport Report { get; } = new();

    public SandboxServer Server => account.Server;

    public SandboxAccount State => account.State;

    public static async Task<WorkerScene> StartAsync() => new(await TestAccount.StartAsync(new SandboxOptions { ReportPolls = 0, Propagation = TimeSpan.Zero }));

    /// <summary>An account with a stale key, a task that waits for it and a message that hands it out.</summary>
    public string Add(string accountId)
    {
        Server.Organization.AddAccount(accountId, "workload", fill: made =>
        {
            made.CreateUser("svc", Server.Clock.UtcNow.AddDays(-201));
            made.AddAccessKey("svc", Server.Clock.UtcNow.AddDays(-200));
        });
        string token = State.BeginTask(Region, Heartbeat);
        Tokens.Add(token);
        Send(token, accountId);
        return token;
    }

    public void Send(string token, string accountId) =>
        State.SendMessage(Region, QueueUrl, $$$"""{"TaskToken": "{{{token}}}", "Account": {"Id": "{{{accountId}}}", "Name": "workload"}}""");

    /// <summary>A worker receives a message and dies.</summary>
    public async Task ReceiveAndDieAsync() => Assert.NotNull(await account.Connection.Queue(QueueUrl).ReceiveAsync(TimeSpan.Zero, TimeSpan.FromMinutes(3), CancellationToken.None));

    /// <summary>The next call of an operation is refused.</summary>
    public void Refuse(string operation, string errorCode) => Server.Faults.Order(new Fault { Operation = operation, Kind = FaultKind.Error, ErrorCode = errorCode });

    public SandboxTask TaskOf(string token) => State.FindTask(Region, token)!;

    public int KeysOf(string accountId) => Server.Organization.FindAccount(accountId)!.FindUser("svc")!.Keys.Count;

    /// <summary>A worker that works on so many accounts, with the pass of the cmdlet.</summary>
    public Task WorkAsync(int accounts, TimeProvider? time = null, CancellationToken cancellationToken = default) => WorkAsync(accounts, PassAsync, time, atOnce: 1, cancellationToken);

    public async Task WorkAsync(
        int accounts, Func<Account, IReport, CancellationToken, Task<RotationSummary>> pass, TimeProvider? time = null, int atOnce = 1, CancellationToken cancellationToken = default)
    {
        var options = new WorkerOptions { Queue = QueueUrl, MaxAccounts = accounts, AccountsAtOnce = atOnce, IdleTimeout = TimeSpan.FromSeconds(1) };
        var worker = new AccountWorker(account.Connection.Queue(QueueUrl), account.Connection.Tasks(), options, time ?? TimeProvider.System, Report);
        try
        {
            await worker.RunAsync(listed => new Account(listed.AccountId, "aws", RoleName, account.Session.Connection) { Name = listed.Name }, pass, cancellationToken);
        }
        finally
        {
            GivenBack = string.Join(' ', worker.GivenBack);
        }
    }

    public string GivenBack { get; private set; } = string.Empty;

    /// <summary>A pass over the account that is handed out.</summary>
    public async Task<RotationSummary> PassAsync(Account handedOut, IReport report, CancellationToken cancellationToken)
    {
        var door = new AccountDoor(account.Time, report, cancellationToken);
        using AwsConnection entered = await door.OpenAsync(handedOut.GetConnection(), report, cancellationToken);
        var tally = new PassTally();
        AccountSession session = entered.Account.Limited(8);
        var options = new PassOptions { Rotation = new RotationOptions { Destinations = [entered.SecretsManager(new NameTemplate("keys/{UserName}"), kmsKeyId: null, overwrite: false)] } };
        await new StepRunner(session, AccountPass.CreateRules(session, options, new RecordingReport()), new StepRunnerOptions { StepDone = tally.Count }, report).RunAsync([], cancellationToken);
        return tally.ToSummary(session.AccountId, session.Time.GetUtcNow(), session.Time.GetUtcNow());
    }

    public ValueTask DisposeAsync() => account.DisposeAsync();
}
