using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Carries what the rules report, from whatever thread, to the pipeline thread.</summary>
internal sealed class PipelineReport : IReport, IPipelineThread, IDisposable
{
    private readonly BlockingCollection<Notice> notices = new();

    /// <summary>Called with each failure and with what is left for later, from any thread; null where nobody wants to know.</summary>
    public Action<KeyRotationException>? Refused { get; init; }

    public Task ResultAsync(IResult result) => HandOver(result, areMany: false);

    public Task ResultsAsync(IReadOnlyCollection<IResult> results) => HandOver(results, areMany: true);

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<Agreement>(TaskCreationOptions.RunContinuationsAsynchronously);
        notices.Add(new Notice.Question(target, action, answer), cancellationToken);
        return answer.Task;
    }

    public void LeftForLater(KeyRotationException refusal)
    {
        Refused?.Invoke(refusal);
        notices.Add(new Notice.Later(refusal));
    }

    public void Information(string message, string tag) => notices.Add(new Notice.Information(message, tag));

    public void Failure(KeyRotationException failure)
    {
        Refused?.Invoke(failure);
        notices.Add(new Notice.Failure(failure));
    }

    /// <summary>What comes from here on is done at the end, and is written although a write failed before.</summary>
    public void Resume() => notices.Add(new Notice.Resumption());

    public void Warning(string message) => notices.Add(new Notice.Warning(message));

    public void Verbose(string message)
    {
        try
        {
            notices.Add(new Notice.Verbose(message));
        }
        catch (InvalidOperationException)
        {
            // Calls are told of by themselves, and one that was given up may end after the work has: nobody asks any more.
        }
    }

    public void Progress(WorkProgress progress) => notices.Add(new Notice.Progress(progress));

    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        notices.Add(new Notice.Work(
            () =>
            {
                try
                {
                    done.TrySetResult(work());
                }
                catch (Exception problem)
                {
                    done.TrySetException(problem);
                }
            },
            () => done.TrySetCanceled()));
        return done.Task;
    }

    public void Complete() => notices.CompleteAdding();

    /// <summary>Hands each notice to <paramref name="write"/> on the calling thread until the work is complete, and says when none comes.</summary>
    public void Drain(Action<Notice> write)
    {
        int secondsWaited = 0;
        while (!notices.IsCompleted)
        {
            bool isTaken = notices.TryTake(out Notice? notice, millisecondsTimeout: 1000);
            secondsWaited = isTaken ? 0 : secondsWaited + 1;
            if (isTaken)
            {
                write(notice!);
            }
            else if (!notices.IsCompleted)
            {
                write(new Notice.Waiting(secondsWaited));
            }
        }
    }

    public void Dispose() => notices.Dispose();

    private Task HandOver(object value, bool areMany)
    {
        // The rules go on from here on their own threads, never on the pipeline's.
        var taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        notices.Add(new Notice.Result(value, areMany, taken));
        return taken.Task;
    }
}
