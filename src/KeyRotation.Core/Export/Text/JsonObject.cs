using System.Collections;
using System.Collections.Generic;

namespace KeyRotation.Export;

/// <summary>The members of a JSON object, in the order in which they are written.</summary>
internal sealed class JsonObject : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> members = [];

    /// <summary>Adds a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">A string, number, boolean, time, <see cref="JsonObject"/>, list of these, or null.</param>
    public void Add(string name, object? value) => members.Add(new KeyValuePair<string, object?>(name, value));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
