using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace KeyRotation;

/// <summary>A list that becomes a text where a table or a CSV file has one cell for it.</summary>
internal sealed class TextList<T> : ReadOnlyCollection<T>
{
    public TextList(IEnumerable<T> items)
        : base(items.ToList())
    {
    }

    public override string ToString() => string.Join("; ", this);
}
