using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Values;

namespace KeyRotation.Integrations.Tests.Values;

/// <summary>A place in memory, whose writes can be cut, refused, or met by another writer.</summary>
internal sealed class MemoryPlace : ValuePlace
{
    private int version;

    public override string Kind => "Memory";

    /// <summary>What is there; null for nothing.</summary>
    public Dictionary<string, string>? Held { get; set; }

    public int Writes { get; private set; }

    /// <summary>Values that other programs write just before one of ours: one for each write, in their order.</summary>
    public Queue<(string Name, string Text)> OtherWriters { get; } = new();

    /// <summary>After how many values a write is cut; null for never.</summary>
    public int? CutAfter { get; set; }

    /// <summary>Whether what was created cannot be deleted, and is emptied instead.</summary>
    public bool KeepsNames { get; set; }

    /// <summary>Why the place cannot be written; null where it can.</summary>
    public string? Refusal { get; set; }

    /// <summary>What was to be put back, as the place was told.</summary>
    public List<HeldValues> Restored { get; } = [];

    public override string Place => "Memory@1";

    public override string Where(string name) => $"The thing '{name}'";

    public override Task<HeldValues?> ReadAsync(string name, IReadOnlyList<string> values, CancellationToken cancellationToken) =>
        Task.FromResult(Held is null ? null : new HeldValues(Held, version));

    public override Task CheckAsync(string name, HeldValues? held, IReadOnlyList<string> values, CancellationToken cancellationToken) =>
        Refusal is null ? Task.CompletedTask : throw new DestinationException(FailureCategory.PermissionDenied, Refusal);

    public override Task<bool> TryRestoreAsync(string name, HeldValues? held, HeldValues former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken)
    {
        Restored.Add(former);
        return base.TryRestoreAsync(name, held, former, changes, cancellationToken);
    }

    public override Task<bool> TryWriteAsync(string name, HeldValues? former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken)
    {
        if (IsOvertaken(former))
        {
            return Task.FromResult(false);
        }

        Writes++;
        foreach (ValueChange change in changes.Take(CutAfter ?? int.MaxValue))
        {
            Put(change.Name, change.Text);
        }

        return CutAfter is null ? Task.FromResult(true) : throw new DestinationException(FailureCategory.ConnectionError, "No answer.");
    }

    public override Task<bool> TryDeleteAsync(string name, HeldValues held, CancellationToken cancellationToken)
    {
        if (IsOvertaken(held))
        {
            return Task.FromResult(false);
        }

        Writes++;
        Held = KeepsNames ? [] : null;
        return Task.FromResult(true);
    }

    private bool IsOvertaken(HeldValues? former)
    {
        if (OtherWriters.TryDequeue(out (string Name, string Text) other))
        {
            Put(other.Name, other.Text);
        }

        return !Equals(former?.Version, Held is null ? null : (object)version);
    }

    private void Put(string name, string? text)
    {
        version++;
        Held ??= new Dictionary<string, string>(StringComparer.Ordinal);
        if (text is null)
        {
            Held.Remove(name);
        }
        else
        {
            Held[name] = text;
        }
    }
}
