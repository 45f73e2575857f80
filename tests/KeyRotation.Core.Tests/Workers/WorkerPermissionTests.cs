using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Permissions;
using Xunit;

namespace KeyRotation.Tests.Workers;

/// <summary>What a worker asks of the queue and the state machine is what is documented.</summary>
public sealed class WorkerPermissionTests
{
    private const string Into = "sts:AssumeRole";
    private static readonly string[] Services = ["sqs", "states"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Actions() => new(DocumentedPolicies.Worker());

    [Fact]
    public async Task A_worker_passes_with_exactly_its_policy_and_needs_all_of_it()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.State.AllowActions(SandboxServer.AdministratorName, [Into, .. DocumentedPolicies.Worker()]);

        await RunAsync(scene);

        Assert.DoesNotContain(scene.Server.Calls.Snapshot(), call => call.Outcome.StartsWith("AccessDenied", StringComparison.Ordinal) && Services.Contains(call.Service));
        Assert.Equal(
            DocumentedPolicies.Worker().Order(StringComparer.Ordinal),
            scene.Server.Calls.Snapshot().Where(call => Services.Contains(call.Service)).Select(call => call.Service + ":" + call.Operation).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Without_one_action_it_is_named_and_no_account_is_lost(string action)
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.State.AllowActions(SandboxServer.AdministratorName, [Into, .. DocumentedPolicies.Worker().Where(allowed => allowed != action)]);
        string thrown = string.Empty;
        try
        {
            await RunAsync(scene);
        }
        catch (ServiceException problem)
        {
            thrown = problem.Action;
        }

        Assert.Contains(action, string.Join('\n', [thrown, .. scene.Report.Warnings, .. scene.Report.VerboseMessages, .. scene.Report.Failures.Select(failure => failure.Message)]), StringComparison.Ordinal);
        Assert.All(scene.Tokens, token => Assert.True(
            !scene.TaskOf(token).IsWaiting || scene.State.Messages(WorkerScene.Region, scene.QueueUrl).Any(message => message.Body.Contains(token, StringComparison.Ordinal))));
    }

    /// <summary>One account that is done, one that cannot be entered, and one that is given back.</summary>
    private static async Task RunAsync(WorkerScene scene)
    {
        string closed = "210000000002";
        scene.Add("210000000001");
        scene.Add(closed);
        scene.Add("210000000003");
        scene.Server.Organization.FindAccount(closed)!.RemoveRole("OrganizationAccountAccessRole");
        await scene.WorkAsync(accounts: 2, cancellationToken: Stop);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        try
        {
            await scene.WorkAsync(accounts: 1, async (_, _, cancelled) =>
            {
                await stopping.CancelAsync();
                cancelled.ThrowIfCancellationRequested();
                throw new InvalidOperationException("It was not stopped.");
            }, cancellationToken: stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // As it was meant to be.
        }
    }
}
