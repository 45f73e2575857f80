using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Passes;
using KeyRotation.Steps;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Counts what a pass reports and does, and keeps its keys back: a line of information stands for each.</summary>
internal sealed class SummarizedReport : IReport
{
    private readonly PipelineReport log;
    private readonly IReport report;

    /// <param name="log">Takes the lines of information.</param>
    /// <param name="report">Takes the rest.</param>
    public SummarizedReport(PipelineReport log, IReport report)
    {
        this.log = log;
        this.report = report;
    }

    public PassTally Tally { get; } = new();

    /// <summary>Counts a step and says that it was done; a rotation is said with its new key.</summary>
    public void StepDone(StepDone step)
    {
        Tally.Count(step);
        string? done = step.Kind switch
        {
            StepKind.Settle or StepKind.ClearPending => "settled",
            StepKind.Remove or StepKind.RemoveUnused => "removed",
            StepKind.Disable => "disabled",
            StepKind.BeginQuarantine => "quarantine begun",
            StepKind.RecordActive => "active again",
            _ => null,
        };
        if (done is not null)
        {
            log.Information($"{done}: {step.Key}", nameof(StepDone));
        }
    }

    public Task ResultAsync(IResult result)
    {
        if (result is RotatedAccessKey rotated)
        {
            log.Information($"rotated: {rotated}, which replaces {rotated.ReplacedAccessKeyId}, to {string.Join(" and ", rotated.Destinations)}", nameof(StepDone));
        }

        return Task.CompletedTask;
    }

    public async Task ResultsAsync(IReadOnlyCollection<IResult> results)
    {
        foreach (IResult result in results)
        {
            await ResultAsync(result).ConfigureAwait(false);
        }
    }

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => report.AgreeAsync(target, action, cancellationToken);

    public void Failure(KeyRotationException failure)
    {
        Tally.CountFailure();
        report.Failure(failure);
    }

    public void LeftForLater(KeyRotationException refusal)
    {
        Tally.CountLeft(refusal);
        report.LeftForLater(refusal);
    }

    public void Warning(string message) => report.Warning(message);

    public void Verbose(string message) => report.Verbose(message);

    public void Progress(WorkProgress progress) => report.Progress(progress);
}
