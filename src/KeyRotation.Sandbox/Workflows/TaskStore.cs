using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Workflows;

/// <summary>The tasks that executions of a region wait for: only touched within the lock of <see cref="RegionalStores{TStore}"/>.</summary>
internal sealed class TaskStore
{
    private readonly Dictionary<string, TaskRecord> tasks = new(StringComparer.Ordinal);
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;

    public TaskStore(SandboxClock clock, IdentifierSource identifiers)
    {
        this.clock = clock;
        this.identifiers = identifiers;
    }

    public string Begin(TimeSpan heartbeat)
    {
        var token = identifiers.Opaque();
        tasks[token] = new TaskRecord(heartbeat, clock.UtcNow);
        return token;
    }

    public SandboxTask? Find(string token) => tasks.TryGetValue(token, out var task) ? Snapshot(task) : null;

    public void Stop(string token) => tasks.Remove(token);

    public void Beat(string token)
    {
        var task = Waiting(token);
        task.LastBeat = clock.UtcNow;
        task.Beats++;
    }

    public void Succeed(string token, string output) => Waiting(token).Output = output;

    public void Fail(string token, string? error, string? cause)
    {
        var task = Waiting(token);
        task.Error = error ?? string.Empty;
        task.Cause = cause;
    }

    /// <exception cref="AwsErrorException">InvalidToken, TaskDoesNotExist or TaskTimedOut.</exception>
    private TaskRecord Waiting(string token)
    {
        if (token.Length < 80)
        {
            throw new AwsErrorException("InvalidToken", 400, "Invalid Token: 'Invalid token'");
        }

        var task = tasks.GetValueOrDefault(token) ?? throw new AwsErrorException("TaskDoesNotExist", 400, "Task does not exist anymore");
        return task.IsWaiting(clock.UtcNow) ? task : throw new AwsErrorException("TaskTimedOut", 400, "Task Timed Out: 'Provided task does not exist anymore'");
    }

    private SandboxTask Snapshot(TaskRecord task) => new(task.IsWaiting(clock.UtcNow), task.Beats, task.Output, task.Error, task.Cause);

    private sealed class TaskRecord
    {
        private readonly TimeSpan heartbeat;

        public TaskRecord(TimeSpan heartbeat, DateTimeOffset begun)
        {
            this.heartbeat = heartbeat;
            LastBeat = begun;
        }

        public DateTimeOffset LastBeat { get; set; }

        public int Beats { get; set; }

        public string? Output { get; set; }

        public string? Error { get; set; }

        public string? Cause { get; set; }

        public bool IsWaiting(DateTimeOffset now) => Output is null && Error is null && now - LastBeat <= heartbeat;
    }
}
