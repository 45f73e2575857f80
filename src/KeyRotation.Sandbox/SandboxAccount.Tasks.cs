using System;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>Begins a task that an execution of Step Functions waits for, as .waitForTaskToken does.</summary>
    /// <param name="region">The region.</param>
    /// <param name="heartbeat">How long it waits for the next heartbeat; null for ever.</param>
    /// <returns>The token that it is answered by.</returns>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public string BeginTask(string region, TimeSpan? heartbeat = null) => TaskStores.In(region, store => store.Begin(heartbeat ?? TimeSpan.MaxValue));

    /// <summary>The task of this token; null when there is none, or its execution was stopped.</summary>
    /// <param name="region">The region.</param>
    /// <param name="taskToken">The token.</param>
    public SandboxTask? FindTask(string region, string taskToken)
    {
        ArgumentNullException.ThrowIfNull(taskToken);
        return TaskStores.In(region, store => store.Find(taskToken));
    }

    /// <summary>Stops the execution that waits for a task.</summary>
    /// <param name="region">The region.</param>
    /// <param name="taskToken">The token.</param>
    public void StopTask(string region, string taskToken)
    {
        ArgumentNullException.ThrowIfNull(taskToken);
        _ = TaskStores.In(region, store =>
        {
            store.Stop(taskToken);
            return true;
        });
    }
}
