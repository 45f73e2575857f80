using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Tests.Support;

/// <summary>Keeps what the rules report.</summary>
public sealed class RecordingReport : IReport
{
    private readonly Lock gate = new();
    private readonly List<IResult> results = [];
    private readonly List<KeyRotationException> failures = [];
    private readonly List<string> warnings = [];
    private readonly List<string> verbose = [];

    /// <summary>Called before a result is taken; throws to refuse it.</summary>
    public Func<IResult, Task>? OnResult { get; init; }

    /// <summary>What comes of asking, by target and action. Default: everything is agreed to at once.</summary>
    public Func<string, string, Agreement> OnQuestion { get; init; } = (_, _) => Agreement.Agreed;

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<(string Target, string Action)> Questions { get; } = new();

    /// <summary>What was left for a later run.</summary>
    public ConcurrentQueue<KeyRotationException> Later { get; } = new();

    public IReadOnlyList<KeyRotationException> Failures
    {
        get
        {
            lock (gate)
            {
                return failures.ToList();
            }
        }
    }

    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (gate)
            {
                return warnings.ToList();
            }
        }
    }

    public IReadOnlyList<string> VerboseMessages
    {
        get
        {
            lock (gate)
            {
                return verbose.ToList();
            }
        }
    }

    public IReadOnlyList<T> Results<T>()
    {
        lock (gate)
        {
            return results.Cast<T>().ToList();
        }
    }

    public async Task ResultAsync(IResult result)
    {
        if (OnResult is not null)
        {
            await OnResult(result);
        }

        lock (gate)
        {
            results.Add(result);
        }
    }

    public async Task ResultsAsync(IReadOnlyCollection<IResult> results)
    {
        foreach (IResult result in results)
        {
            await ResultAsync(result);
        }
    }

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken)
    {
        Questions.Enqueue((target, action));
        return Task.FromResult(OnQuestion(target, action));
    }

    public void LeftForLater(KeyRotationException refusal) => Later.Enqueue(refusal);

    public void Failure(KeyRotationException failure)
    {
        lock (gate)
        {
            failures.Add(failure);
        }
    }

    public void Warning(string message)
    {
        lock (gate)
        {
            warnings.Add(message);
        }
    }

    public void Verbose(string message)
    {
        lock (gate)
        {
            verbose.Add(message);
        }
    }

    public void Progress(WorkProgress progress)
    {
    }
}
