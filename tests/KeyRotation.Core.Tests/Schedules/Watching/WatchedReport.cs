using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>Receives what the module says; may refuse a result, and gets none from a process that died.</summary>
internal sealed class WatchedReport : IReport
{
    private readonly Lock gate = new();
    private readonly RecordingReport inner = new();
    private readonly List<string> progress = [];
    private readonly CallWatch watch;
    private readonly History history;
    private readonly Trace trace;
    private readonly Refused? refusal;
    private readonly int? throwsAfter;
    private int offered;

    public WatchedReport(CallWatch watch, History history, Trace trace, Trouble? trouble)
    {
        this.watch = watch;
        this.history = history;
        this.trace = trace;
        refusal = trouble as Refused;
        throwsAfter = (trouble as Thrown)?.After;
    }

    /// <summary>The users one of whose results was not taken.</summary>
    public List<string> RefusedUsers { get; } = [];

    public IReadOnlyList<KeyRotationException> Failures => inner.Failures;

    public IReadOnlyList<RotatedAccessKey> Rotated => inner.Results<IResult>().OfType<RotatedAccessKey>().ToList();

    /// <summary>Everything that could be seen on a screen or in a transcript.</summary>
    public IReadOnlyList<string> Texts()
    {
        lock (gate)
        {
            return
            [
                .. inner.Failures.Concat(inner.Later).Select(failure => failure.ToString()), .. inner.Failures.Select(failure => failure.Target + failure.ErrorId), .. inner.Warnings,
                .. inner.VerboseMessages, .. progress, .. inner.Results<IResult>().Select(result => result.ToString()!),
            ];
        }
    }

    public Task ResultAsync(IResult result)
    {
        watch.ThrowIfDead();
        lock (gate)
        {
            Refuse(result);
            if (result is RotatedAccessKey rotated && history.Find(rotated.AccessKeyId) is KeyHistory key)
            {
                key.IsTaken = true;
            }

            trace.Write($"  -> {result.GetType().Name} {result}");
            return inner.ResultAsync(result);
        }
    }

    public Task ResultsAsync(IReadOnlyCollection<IResult> results) => Task.WhenAll(results.Select(ResultAsync));

    /// <summary>Answers a question of the module.</summary>
    public Func<Agreement> OnQuestion { get; init; } = () => Agreement.Agreed;

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken)
    {
        watch.ThrowIfDead();
        lock (gate)
        {
            return Task.FromResult(OnQuestion());
        }
    }

    public void LeftForLater(KeyRotationException refusal)
    {
        trace.Write($"  .. {refusal.ErrorId}: {refusal.Message}");
        inner.LeftForLater(refusal);
    }

    public void Failure(KeyRotationException failure)
    {
        trace.Write($"  !! {failure.ErrorId}: {failure.Message}");
        inner.Failure(failure);
    }

    public void Warning(string message)
    {
        trace.Write("  ! " + message);
        inner.Warning(message);
    }

    public void Verbose(string message) => inner.Verbose(message);

    public void Progress(WorkProgress progress)
    {
        lock (gate)
        {
            this.progress.Add(progress.ToString());
        }
    }

    private void Refuse(IResult result)
    {
        int number = offered++;
        if (number == throwsAfter)
        {
            RefusedUsers.Add(UserOf(result));
            throw new RefusedException();
        }

        if (refusal is null || number < refusal.After || (number > refusal.After && !refusal.PipelineStops))
        {
            return;
        }

        RefusedUsers.Add(UserOf(result));
        if (refusal.PipelineStops)
        {
            watch.Cancel();
        }

        throw number == refusal.After ? new ResultNotTakenException(new RefusedException()) : new OperationCanceledException();
    }

    private static string UserOf(IResult result) => result switch
    {
        AccessKey key => key.UserName,
        RotatedAccessKey rotated => rotated.UserName,
        _ => throw new InvalidOperationException($"Whose is {result}?"),
    };
}
