using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Aws.Tests.Compliance;

/// <summary>Keeps results; a failure fails the test.</summary>
internal sealed class ResultList : IReport
{
    private readonly List<IResult> results = [];

    public List<string> Warnings { get; } = [];

    public List<string> VerboseMessages { get; } = [];

    public IReadOnlyList<T> Of<T>() => results.OfType<T>().ToList();

    public Task ResultAsync(IResult result) => ResultsAsync([result]);

    public Task ResultsAsync(IReadOnlyCollection<IResult> many)
    {
        lock (results)
        {
            results.AddRange(many);
        }

        return Task.CompletedTask;
    }

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => Task.FromResult(Agreement.Agreed);

    public void LeftForLater(KeyRotationException refusal) => Failure(refusal);

    public void Failure(KeyRotationException failure) => throw new InvalidOperationException(failure.Message, failure);

    public void Warning(string message)
    {
        lock (Warnings)
        {
            Warnings.Add(message);
        }
    }

    public void Verbose(string message)
    {
        lock (VerboseMessages)
        {
            VerboseMessages.Add(message);
        }
    }

    public void Progress(WorkProgress progress)
    {
    }
}
