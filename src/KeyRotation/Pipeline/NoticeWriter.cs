using System;
using System.Diagnostics;
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
    /// <summary>The tag of the information records that scripts count.</summary>
    private const string LeftForLater = "LeftForLater";

    /// <summary>Nobody answers a question faster; an engine that does not ask does.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    private readonly PSCmdlet cmdlet;
    private readonly CancellationTokenSource closing;
    private CancellationTokenSource stopping;
    private ExceptionDispatchInfo? ended;
    private ExceptionDispatchInfo? thrown;
    private ErrorRecord? terminating;
    private string? activity;
    private WorkProgress state;

    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="stopping">Stops the work.</param>
    /// <param name="closing">Stops what is done at the end of the work.</param>
    public NoticeWriter(PSCmdlet cmdlet, CancellationTokenSource stopping, CancellationTokenSource closing)
    {
        this.cmdlet = cmdlet;
        this.stopping = stopping;
        this.closing = closing;
        state = new WorkProgress(cmdlet.MyInvocation.MyCommand.Name, string.Empty, Done: 0, Total: 0);
    }

    public void Write(Notice notice)
    {
        if (notice is Notice.Resumption)
        {
            (ended, thrown, stopping) = (thrown, null, closing);
            return;
        }

        if (thrown is not null)
        {
            Refuse(notice);
            return;
        }

        try
        {
            WriteToStream(notice);
            (notice as Notice.Result)?.Taken.TrySetResult(true);
        }
        catch (Exception problem) when (PipelineEnd.IsDeliberate(cmdlet, problem))
        {
            (notice as Notice.Result)?.Taken.TrySetResult(true);
            Stop(notice, problem);
        }
        catch (Exception problem) when (IsStopped(problem))
        {
            Stop(notice, problem);
        }
        catch (Exception problem)
        {
            (notice as Notice.Result)?.Taken.TrySetException(new ResultNotTakenException(problem));
            Stop(notice, problem);
        }
    }

    /// <summary>Ends the progress display and throws what a write threw.</summary>
    public void Finish()
    {
        if (terminating is not null)
        {
            cmdlet.ThrowTerminatingError(terminating);
        }

        (ended ?? thrown)?.Throw();
        if (activity is not null)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>
    /// Whether the pipeline was stopped from outside, with Ctrl+C for example. The engine throws the same exception where a
    /// command behind failed; then it has not asked this command to stop.
    /// </summary>
    private bool IsStopped(Exception problem) => problem is PipelineStoppedException && (cmdlet.Stopping || stopping.IsCancellationRequested);

    private void Stop(Notice notice, Exception problem)
    {
        thrown = ExceptionDispatchInfo.Capture(problem);
        Refuse(notice);
        stopping.Cancel();
    }

    /// <summary>What nothing is written of any more.</summary>
    private static void Refuse(Notice notice)
    {
        (notice as Notice.Result)?.Taken.TrySetCanceled();
        (notice as Notice.Question)?.Answer.TrySetCanceled();
        (notice as Notice.Work)?.Cancel();
    }

    /// <summary>Asks, and says what to do where the host cannot ask.</summary>
    private Agreement Ask(Notice.Question question)
    {
        long begun = Stopwatch.GetTimestamp();
        try
        {
            if (cmdlet.ShouldProcess($"{question.Action} {question.Target}.", verboseWarning: null, caption: null, out ShouldProcessReason reason))
            {
                return TimeSpan.FromSeconds((double)(Stopwatch.GetTimestamp() - begun) / Stopwatch.Frequency) > AtOnce ? Agreement.AgreedLater : Agreement.Agreed;
            }

            return reason == ShouldProcessReason.WhatIf ? Agreement.OnlyPlanned : Agreement.Declined;
        }
        catch (Exception problem) when (problem is PSInvalidOperationException or System.Management.Automation.Host.HostException or NotImplementedException)
        {
            terminating = ErrorRecords.ConfirmationNeeded(problem, cmdlet.MyInvocation.MyCommand.Name);
            throw;
        }
    }

    private void WriteToStream(Notice notice)
    {
        switch (notice)
        {
            case Notice.Result result:
                cmdlet.WriteObject(EvidenceView.Of(result.Value), enumerateCollection: result.AreMany);
                break;
            case Notice.Question question:
                question.Answer.TrySetResult(Ask(question));
                break;
            case Notice.Failure failure:
                cmdlet.WriteError(ErrorRecords.Of(failure.Problem));
                break;
            case Notice.Later later:
                cmdlet.WriteInformation("Left for a later run: " + later.Refusal.Message, [LeftForLater]);
                break;
            case Notice.Information information:
                cmdlet.WriteInformation(information.Message, [information.Tag]);
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
                state = progress.State;
                WriteProgress(progress.State, progress.State.Status);
                break;
            case Notice.Waiting waiting:
                WriteProgress(state, $"{(string.IsNullOrEmpty(state.Status) ? "Waiting for AWS to answer" : state.Status)} ({waiting.Seconds} s)");
                break;
        }
    }

    private void WriteProgress(WorkProgress shown, string status)
    {
        activity = shown.Activity;
        cmdlet.WriteProgress(new ProgressRecord(0, shown.Activity, string.IsNullOrEmpty(status) ? " " : status)
        {
            PercentComplete = shown.Total > 0 ? Math.Min(100, 100 * shown.Done / shown.Total) : -1,
        });
    }
}
