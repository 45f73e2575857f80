using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// The one way out of the rules: results, questions, failures, warnings and progress. Implementations may be called from
/// any thread and hand everything to the one thread that writes and asks.
/// </summary>
public interface IReport
{
    /// <summary>Hands over a result.</summary>
    /// <param name="result">The object.</param>
    /// <returns>A task that ends when the receiver has it, and fails with <see cref="ResultNotTakenException"/> when the receiver did not take it.</returns>
    Task ResultAsync(IResult result);

    /// <summary>Hands over many results at once, for work that finds so many that one by one would take its time.</summary>
    /// <param name="results">The objects; the caller may use the collection again when the task has ended.</param>
    /// <returns>A task that ends when the receiver has them all, and fails when it did not take one.</returns>
    Task ResultsAsync(IReadOnlyCollection<IResult> results);

    /// <summary>Asks whether a step may be taken.</summary>
    /// <param name="target">What the step is taken on.</param>
    /// <param name="action">The step, as a verb for people.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The answer; the task is cancelled when no answer can come any more.</returns>
    Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken);

    /// <summary>One user's failure; the run goes on for the others.</summary>
    /// <param name="failure">What failed, for which key, and what to do next.</param>
    void Failure(KeyRotationException failure);

    /// <summary>What a run over the account cannot do for a user today, and a later run can: after some time, or when a setting is made.</summary>
    /// <param name="refusal">The refusal, with the time from which on it no longer holds, where that is known.</param>
    void LeftForLater(KeyRotationException refusal);

    /// <summary>Something that the user should know and that stops nothing.</summary>
    /// <param name="message">The text.</param>
    void Warning(string message);

    /// <summary>What is being done, for who asks.</summary>
    /// <param name="message">The text; never a secret.</param>
    void Verbose(string message);

    /// <summary>How far the work is.</summary>
    /// <param name="progress">The state.</param>
    void Progress(WorkProgress progress);
}

/// <summary>How far a piece of work is.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Status">The present step.</param>
/// <param name="Done">How many of <paramref name="Total"/> are done.</param>
/// <param name="Total">How many there are; 0 when it is not known.</param>
public sealed record WorkProgress(string Activity, string Status, int Done, int Total);
