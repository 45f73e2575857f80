using System;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// Writes notices to a cmdlet's streams. When a write throws (the pipeline was stopped, a command behind failed,
/// -ErrorAction Stop) the work is cancelled, what still comes is not taken, and the exception is kept for the end:
/// the rules get the time to leave nothing half done.
/// </summary>
internal sealed class NoticeWriter
{
    private readonly Cmdlet cmdlet;
    private readonly CancellationTokenSource stopping;
    private ExceptionDispatchInfo? thrown;
    private string? activity;

    public NoticeWriter(Cmdlet cmdlet, CancellationTokenSource stopping)
    {
        this.cmdlet = cmdlet;
        this.stopping = stopping;
    }

    public void Write(Notice notice)
    {
        if (thrown is not null)
        {
            (notice as Notice.Result)?.Taken.TrySetCanceled();
            (notice as Notice.Work)?.Cancel();
            return;
        }

        try
        {
            WriteToStream(notice);
            (notice as Notice.Result)?.Taken.TrySetResult(true);
        }
        catch (Exception problem) when (HasEnough(problem))
        {
            (notice as Notice.Result)?.Taken.TrySetResult(true);
            Stop(problem);
        }
        catch (Exception problem)
        {
            (notice as Notice.Result)?.Taken.TrySetException(problem);
            Stop(problem);
        }
    }

    /// <summary>Ends the progress display and throws what a write threw.</summary>
    public void Finish()
    {
        thrown?.Throw();
        if (activity is not null)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>
    /// Whether a command behind has taken the object and wants no more, as Select-Object -First does. The engine
    /// shows that like Ctrl+C, as a stopped pipeline, but has not asked this command to stop.
    /// </summary>
    private bool HasEnough(Exception problem) =>
        problem is FlowControlException || (problem is PipelineStoppedException && !stopping.IsCancellationRequested);

    private void Stop(Exception problem)
    {
        thrown = ExceptionDispatchInfo.Capture(problem);
        stopping.Cancel();
    }

    private void WriteToStream(Notice notice)
    {
        switch (notice)
        {
            case Notice.Result result:
                cmdlet.WriteObject(result.Value, enumerateCollection: result.AreMany);
                break;
            case Notice.Failure failure:
                cmdlet.WriteError(ErrorRecords.Of(failure.Problem));
                break;
            case Notice.Warning warning:
                cmdlet.WriteWarning(warning.Message);
                break;
            case Notice.Verbose verbose:
                cmdlet.WriteVerbose(verbose.Message);
                break;
            case Notice.Work work:
                work.Run();
                break;
            case Notice.Progress progress:
                WriteProgress(progress.State);
                break;
        }
    }

    private void WriteProgress(WorkProgress state)
    {
        activity = state.Activity;
        cmdlet.WriteProgress(new ProgressRecord(0, state.Activity, string.IsNullOrEmpty(state.Status) ? " " : state.Status)
        {
            PercentComplete = state.Total > 0 ? Math.Min(100, 100 * state.Done / state.Total) : -1,
        });
    }
}
