using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Passes everything on, and counts the results that were taken.</summary>
internal sealed class ResultCounter : IReport
{
    private readonly IReport inner;
    private int count;

    public ResultCounter(IReport inner) => this.inner = inner;

    public int Count => count;

    public async Task ResultAsync(object result)
    {
        await inner.ResultAsync(result).ConfigureAwait(false);
        Interlocked.Increment(ref count);
    }

    public async Task ResultsAsync(IReadOnlyCollection<object> results)
    {
        await inner.ResultsAsync(results).ConfigureAwait(false);
        Interlocked.Add(ref count, results.Count);
    }

    public void Failure(KeyRotationException failure) => inner.Failure(failure);

    public void Warning(string message) => inner.Warning(message);

    public void Verbose(string message) => inner.Verbose(message);

    public void Progress(WorkProgress progress) => inner.Progress(progress);
}
