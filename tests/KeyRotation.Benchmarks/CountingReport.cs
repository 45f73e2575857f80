using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Benchmarks;

/// <summary>Counts results; a failure ends the measurement.</summary>
internal sealed class CountingReport : IReport
{
    private int results;

    public int Results => results;

    public Task ResultAsync(IResult result)
    {
        Interlocked.Increment(ref results);
        return Task.CompletedTask;
    }

    public Task ResultsAsync(IReadOnlyCollection<IResult> many)
    {
        Interlocked.Add(ref results, many.Count);
        return Task.CompletedTask;
    }

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => Task.FromResult(Agreement.Agreed);

    public void LeftForLater(KeyRotationException refusal) => Failure(refusal);

    public void Failure(KeyRotationException failure) => throw failure;

    public void Warning(string message)
    {
    }

    public void Verbose(string message)
    {
    }

    public void Progress(WorkProgress progress)
    {
    }
}
