using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Tests.Workers;

public sealed class AccountWorkerTests
{
    private const string First = "210000000001";
    private const string Second = "210000000002";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_account_is_passed_over_answered_with_its_summary_and_deleted()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string[] tokens = [scene.Add(First), scene.Add(Second)];

        await scene.WorkAsync(accounts: 2, cancellationToken: Stop);

        Assert.Equal([First, Second], scene.Report.Results<RotationSummary>().Select(summary => summary.AccountId));
        Assert.All([First, Second], accountId => Assert.Equal(2, scene.KeysOf(accountId)));
        Assert.Empty(scene.State.Messages(WorkerScene.Region, scene.QueueUrl));
        using JsonDocument output = JsonDocument.Parse(scene.TaskOf(tokens[0]).Output!);
        Assert.Equal((First, 1, 0), (output.RootElement.GetProperty("AccountId").GetString(), output.RootElement.GetProperty("Rotated").GetInt32(), output.RootElement.GetProperty("Failures").GetInt32()));
        Assert.Empty(scene.Report.Failures);
    }

    [Fact]
    public async Task No_secret_and_no_task_token_is_said_or_answered()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string token = scene.Add(First);
        scene.Refuse("DeleteMessage", "InvalidAddress");

        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);

        string said = string.Join('\n', [.. scene.Report.Warnings, .. scene.Report.VerboseMessages, scene.TaskOf(token).Output!]);
        Assert.DoesNotContain(token, said, StringComparison.Ordinal);
        Assert.All(scene.Server.Organization.FindAccount(First)!.FindUser("svc")!.Keys, key => Assert.DoesNotContain(key.SecretAccessKey, said, StringComparison.Ordinal));
        Assert.Contains("could not be deleted", Assert.Single(scene.Report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_cannot_be_entered_fails_its_task_with_the_error_and_is_deleted()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string token = scene.Add(First);
        scene.Server.Organization.FindAccount(First)!.RemoveRole("OrganizationAccountAccessRole");

        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);

        SandboxTask task = scene.TaskOf(token);
        Assert.Equal("AccountNotEntered", task.Error);
        Assert.Contains(First, task.Cause, StringComparison.Ordinal);
        Assert.Equal("AccountNotEntered", Assert.Single(scene.Report.Failures).ErrorId);
        Assert.Empty(scene.State.Messages(WorkerScene.Region, scene.QueueUrl));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"TaskToken": "t"}""")]
    [InlineData("""{"TaskToken": 1, "Account": "210000000001"}""")]
    [InlineData("""{"TaskToken": "short", "Account": "210000000001"}""")]
    [InlineData("""{"TaskToken": "t", "Account": {"Id": 210000000001}}""")]
    [InlineData("""{"TaskToken": "t", "Account": {"Id": "21000000000１"}}""")]
    public async Task A_message_that_cannot_be_read_is_an_error_and_is_left(string body)
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.State.SendMessage(WorkerScene.Region, scene.QueueUrl, body);

        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);

        Assert.Equal("QueueMessageUnreadable", Assert.Single(scene.Report.Failures).ErrorId);
        SandboxMessageIsLeft(scene);
    }

    [Fact]
    public async Task The_id_alone_names_an_account()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.Add(First);
        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);
        string token = scene.State.BeginTask(WorkerScene.Region);
        scene.State.SendMessage(WorkerScene.Region, scene.QueueUrl, $$"""{"TaskToken": "{{token}}", "Account": "{{First}}"}""");

        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);

        Assert.Equal([1, 0], scene.Report.Results<RotationSummary>().Select(summary => summary.Rotated));
    }

    [Fact]
    public async Task A_message_that_nobody_waits_for_is_deleted_without_a_pass()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.Add(First);
        string stopped = scene.Add(Second);
        scene.Server.Clock.Advance(WorkerScene.Heartbeat + TimeSpan.FromSeconds(1));
        scene.State.StopTask(WorkerScene.Region, stopped);

        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);

        Assert.Equal([1, 1], new[] { First, Second }.Select(scene.KeysOf));
        Assert.Empty(scene.State.Messages(WorkerScene.Region, scene.QueueUrl));
        Assert.Equal(["TaskDoesNotExist", "TaskTimedOut"], scene.Report.Warnings.Select(warning => warning.Split('(')[^1].TrimEnd('.', ')')).Order(StringComparer.Ordinal));
        Assert.Empty(scene.Report.Failures);
    }

    [Fact]
    public async Task A_task_that_timed_out_during_the_pass_is_a_warning_and_the_work_is_done()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.Add(First);

        await scene.WorkAsync(accounts: 1, async (account, report, token) =>
        {
            RotationSummary summary = await scene.PassAsync(account, report, token);
            scene.Server.Clock.Advance(WorkerScene.Heartbeat + TimeSpan.FromSeconds(1));
            return summary;
        }, cancellationToken: Stop);

        Assert.Equal(1, Assert.Single(scene.Report.Results<RotationSummary>()).Rotated);
        Assert.Contains("TaskTimedOut", Assert.Single(scene.Report.Warnings), StringComparison.Ordinal);
        Assert.Empty(scene.State.Messages(WorkerScene.Region, scene.QueueUrl));
    }

    [Fact]
    public async Task An_answer_that_does_not_arrive_leaves_the_message_and_the_next_worker_answers()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string token = scene.Add(First);
        scene.Refuse("SendTaskSuccess", "AccessDeniedException");

        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);
        Assert.Equal("TaskNotAnswered", Assert.Single(scene.Report.Failures).ErrorId);
        SandboxMessageIsLeft(scene);
        scene.Server.Clock.Advance(TimeSpan.FromMinutes(4));
        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);

        Assert.Equal([1, 0], scene.Report.Results<RotationSummary>().Select(summary => summary.Rotated));
        Assert.NotNull(scene.TaskOf(token).Output);
        Assert.Equal(2, scene.KeysOf(First));
    }

    [Fact]
    public async Task A_stopped_worker_gives_back_what_it_has_not_finished()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string token = scene.Add(First);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.WorkAsync(accounts: 1, async (_, _, cancelled) =>
        {
            await stopping.CancelAsync();
            cancelled.ThrowIfCancellationRequested();
            throw new InvalidOperationException("It was not stopped.");
        }, cancellationToken: stopping.Token));

        Assert.True(Assert.Single(scene.State.Messages(WorkerScene.Region, scene.QueueUrl)).IsVisible);
        Assert.Equal(First, scene.GivenBack);
        Assert.True(scene.TaskOf(token).IsWaiting);
        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);
        Assert.NotNull(scene.TaskOf(token).Output);
    }

    [Fact]
    public async Task What_a_dead_worker_had_comes_to_another_one_when_its_time_ends()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string token = scene.Add(First);
        await scene.ReceiveAndDieAsync();

        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);
        Assert.Empty(scene.Report.Results<RotationSummary>());
        scene.Server.Clock.Advance(TimeSpan.FromMinutes(4));
        await scene.WorkAsync(accounts: 1, cancellationToken: Stop);

        Assert.Equal(1, Assert.Single(scene.Report.Results<RotationSummary>()).Rotated);
        Assert.NotNull(scene.TaskOf(token).Output);
    }

    [Fact]
    public async Task Long_work_stays_hidden_from_others_and_its_task_alive()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string token = scene.Add(First);
        var time = new TickingTime();

        await scene.WorkAsync(accounts: 1, async (account, report, cancelled) =>
        {
            for (int minute = 1; minute <= 20; minute++)
            {
                scene.Server.Clock.Advance(TimeSpan.FromMinutes(1));
                int beats = scene.TaskOf(token).Heartbeats;
                time.Tick();
                while (scene.TaskOf(token).Heartbeats == beats)
                {
                    await Task.Yield();
                    cancelled.ThrowIfCancellationRequested();
                }

                Assert.False(Assert.Single(scene.State.Messages(WorkerScene.Region, scene.QueueUrl)).IsVisible);
            }

            return await scene.PassAsync(account, report, cancelled);
        }, time, cancellationToken: Stop);

        Assert.NotNull(scene.TaskOf(token).Output);
        Assert.Empty(scene.Report.Warnings);
    }

    [Fact]
    public async Task Accounts_are_worked_on_side_by_side_each_once()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        string[] ids = Enumerable.Range(1, 12).Select(number => (210_000_000_000 + number).ToString(CultureInfo.InvariantCulture)).ToArray();
        string[] tokens = ids.Select(scene.Add).ToArray();

        await scene.WorkAsync(accounts: 12, scene.PassAsync, atOnce: 4, cancellationToken: Stop);

        Assert.Equal(ids, scene.Report.Results<RotationSummary>().Select(summary => summary.AccountId).Order(StringComparer.Ordinal));
        Assert.All(ids, accountId => Assert.Equal(2, scene.KeysOf(accountId)));
        Assert.All(tokens, token => Assert.NotNull(scene.TaskOf(token).Output));
    }

    [Fact]
    public async Task A_queue_that_is_not_there_ends_the_worker()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.Refuse("ReceiveMessage", "QueueDoesNotExist");

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() => scene.WorkAsync(accounts: 1, cancellationToken: Stop));

        Assert.Equal("QueueNotFound", failure.ErrorId);
        Assert.Contains(scene.QueueUrl, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_can_read_goes_to_the_dead_letters_in_the_end()
    {
        await using WorkerScene scene = await WorkerScene.StartAsync();
        scene.State.SendMessage(WorkerScene.Region, scene.QueueUrl, "no JSON");

        for (int receives = 1; receives <= 4; receives++)
        {
            await scene.WorkAsync(accounts: 1, cancellationToken: Stop);
            scene.Server.Clock.Advance(TimeSpan.FromMinutes(4));
        }

        Assert.Empty(scene.State.Messages(WorkerScene.Region, scene.QueueUrl));
        Assert.Equal(3, Assert.Single(scene.State.DeadLetters(WorkerScene.Region, scene.QueueUrl)).Receives);
    }

    private static void SandboxMessageIsLeft(WorkerScene scene) => Assert.False(Assert.Single(scene.State.Messages(WorkerScene.Region, scene.QueueUrl)).IsVisible);
}
