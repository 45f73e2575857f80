using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox;

/// <summary>
/// The faults that are still to come. A call is hit by the first order that matches it and lets no more calls pass; it counts as a passed call
/// for the matching orders before that one. Faults hit before the signature is looked at, as a network does. Safe for many threads.
/// </summary>
public sealed class FaultPlan
{
    private readonly object gate = new();
    private readonly List<Entry> entries = [];

    internal FaultPlan()
    {
    }

    /// <summary>How many orders are not used up.</summary>
    public int Pending
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>Orders a fault; orders are served in the order in which they came.</summary>
    /// <param name="fault">What is to go wrong, where and how often.</param>
    /// <exception cref="ArgumentException">The order contradicts itself or is out of range.</exception>
    public void Order(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        fault.Check();
        lock (gate)
        {
            entries.Add(new Entry(fault));
        }
    }

    /// <summary>Takes all orders back.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    /// <summary>The orders that are not used up, with the times and passes that are left of each.</summary>
    internal IReadOnlyList<Fault> Snapshot()
    {
        lock (gate)
        {
            return entries.Select(entry => entry.Fault with { Times = entry.TimesLeft, After = entry.PassesLeft }).ToArray();
        }
    }

    internal Fault? Take(string operation, string? userName)
    {
        lock (gate)
        {
            foreach (var entry in entries.Where(entry => entry.Matches(operation, userName)))
            {
                if (entry.PassesLeft > 0)
                {
                    entry.PassesLeft--;
                    continue;
                }

                entry.TimesLeft--;
                if (entry.TimesLeft == 0)
                {
                    entries.Remove(entry);
                }

                return entry.Fault;
            }

            return null;
        }
    }

    private sealed class Entry
    {
        public Entry(Fault fault)
        {
            Fault = fault;
            TimesLeft = fault.Times;
            PassesLeft = fault.After;
        }

        public Fault Fault { get; }

        public int TimesLeft { get; set; }

        public int PassesLeft { get; set; }

        public bool Matches(string operation, string? userName) =>
            (Fault.Operation == "*" || string.Equals(Fault.Operation, operation, StringComparison.Ordinal))
            && (Fault.UserName is null || string.Equals(Fault.UserName, userName, StringComparison.OrdinalIgnoreCase));
    }
}
