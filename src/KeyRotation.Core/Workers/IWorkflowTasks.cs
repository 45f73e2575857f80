using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Workers;

/// <summary>
/// The answers to a workflow that waits for tasks. Every member throws <see cref="ServiceException"/> when the service refuses or does
/// not answer; <see cref="ServiceErrorKind.NotFound"/> when the task no longer waits.
/// </summary>
public interface IWorkflowTasks
{
    /// <summary>Says that the work on a task goes on.</summary>
    /// <param name="taskToken">The task.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task HeartbeatAsync(string taskToken, CancellationToken cancellationToken);

    /// <summary>Says that the task is done.</summary>
    /// <param name="taskToken">The task.</param>
    /// <param name="summary">What was done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task SucceedAsync(string taskToken, RotationSummary summary, CancellationToken cancellationToken);

    /// <summary>Says that the task failed.</summary>
    /// <param name="taskToken">The task.</param>
    /// <param name="errorId">The fixed id of the cause.</param>
    /// <param name="cause">What happened and what to do next.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task FailAsync(string taskToken, string errorId, string cause, CancellationToken cancellationToken);
}
