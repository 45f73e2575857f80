using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Stores;

/// <summary>An immutable list that equals another with equal items, so that snapshots that hold one can be compared.</summary>
internal sealed class EqualList<T> : IReadOnlyList<T>
{
    private readonly T[] items;

    public EqualList(IEnumerable<T> items) => this.items = items.ToArray();

    public int Count => items.Length;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    public override bool Equals(object? obj) => obj is EqualList<T> other && items.SequenceEqual(other.items);

    public override int GetHashCode() => items.Length;
}
