using System.Collections.Generic;
using KeyRotation.Delivery.Files;

namespace KeyRotation.Delivery.Values;

/// <summary>A key as a JSON document in one value without a name.</summary>
internal sealed class KeyDocumentValue : IKeyValues
{
    private readonly JsonFormat format;

    public KeyDocumentValue(KeyForm form) => format = new JsonFormat(form);

    public KeyForm Form => format.Form;

    public IReadOnlyList<string> Names { get; } = [string.Empty];

    public KeyInFile Read(string where, HeldValues? held) => format.Read(held?.TextOf(string.Empty) ?? string.Empty, where);

    public IReadOnlyList<ValueChange> Write(string where, HeldValues? held, KeyToDeliver key) =>
        [new(string.Empty, format.Write(held?.TextOf(string.Empty) ?? string.Empty, where, key).TrimEnd('\n'), isSecret: true)];
}
