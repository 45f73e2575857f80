using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Guardrails;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Guardrails;

/// <summary>An organization with two accounts in one unit, another unit, and ways to judge them.</summary>
public sealed class InventedOrganization : IAsyncDisposable
{
    public const string Member = "111111111111";

    private readonly TestAccount management;

    private InventedOrganization(TestAccount management)
    {
        this.management = management;
        SandboxOrganization organization = management.Server.Organization;
        Unit = organization.AddOrganizationalUnit("Workloads");
        Elsewhere = organization.AddOrganizationalUnit("Elsewhere");
        organization.AddAccount(Member, "payments", Unit);
        organization.AddAccount("222222222222", "tools", Unit);
        management.Server.Calls.Clear();
    }

    public SandboxServer Server => management.Server;

    public SandboxAccount State => management.State;

    public SandboxAccount Account => Server.Organization.FindAccount(Member)!;

    public string Unit { get; }

    public string Elsewhere { get; }

    public static async Task<InventedOrganization> StartAsync() => new(await TestAccount.StartAsync());

    public string PlaceOf(string place) => place switch
    {
        "account" => Member,
        "unit" => Unit,
        _ => Server.Organization.RootId,
    };

    public string Attach(string name, string policy, string targetId)
    {
        string id = Server.Organization.AddServiceControlPolicy(name, policy);
        Server.Organization.AttachPolicy(id, targetId);
        return id;
    }

    public Task<IReadOnlyList<KeyGuardrail>> CheckAsync(params string[] targets) => CheckAsync(new RecordingReport(), targets);

    public async Task<IReadOnlyList<KeyGuardrail>> CheckAsync(RecordingReport report, params string[] targets) =>
        (await FindAsync(report, targets)).Select(finding => finding.Guardrail).ToList();

    public async Task<KeyGuardrail> WithUsersAsync(string accountId)
    {
        GuardrailFinding finding = (await FindAsync(new RecordingReport(), accountId)).Single();
        using AwsConnection open = await EnterAsync(accountId, SandboxOrganization.RoleName);
        return await finding.WithUsersAsync(open.Account, CancellationToken.None);
    }

    /// <summary>A connection into an account by one of its roles.</summary>
    public Task<AwsConnection> EnterAsync(string accountId, string role)
    {
        var account = new Account(accountId, "aws", role, management.Session.Connection);
        return AwsConnection.OpenAsync(account.GetConnection(), management.Time, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => management.DisposeAsync();

    private Task<IReadOnlyList<GuardrailFinding>> FindAsync(RecordingReport report, params string[] targets) =>
        new GuardrailCheck(management.Connection.Organization(), report).RunAsync(management.Session.Caller, targets.Select(id => new GuardrailTarget(id, Name: null)).ToList(), CancellationToken.None);
}
