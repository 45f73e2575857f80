using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace KeyRotation.Sandbox;

/// <summary>
/// Every AWS call that was answered, or cut. A call is in the log before the first byte of its answer is sent. Safe for many threads.
/// </summary>
public sealed class CallLog
{
    private readonly object gate = new();
    private readonly List<Call> calls = [];
    private long lastNumber;

    internal CallLog()
    {
    }

    /// <summary>The calls so far, in the order of arrival.</summary>
    public IReadOnlyList<Call> Snapshot()
    {
        lock (gate)
        {
            return calls.OrderBy(call => call.Number).ToArray();
        }
    }

    /// <summary>How often an operation was called.</summary>
    /// <param name="operation">Its name, e.g. ListUsers; * for all.</param>
    public int Count(string operation)
    {
        lock (gate)
        {
            return operation == "*" ? calls.Count : calls.Count(call => call.Operation == operation);
        }
    }

    /// <summary>Forgets the calls so far; numbers go on.</summary>
    public void Clear()
    {
        lock (gate)
        {
            calls.Clear();
        }
    }

    internal long NextNumber() => Interlocked.Increment(ref lastNumber);

    internal void Add(Call call)
    {
        lock (gate)
        {
            calls.Add(call);
        }
    }
}
