using System.Collections.Generic;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>A parameter, or a version of one, that is to be put.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="PutBy">The ARN of who puts it.</param>
internal sealed record NewParameter(string Name, string Value, string PutBy)
{
    /// <summary>Null: as it is.</summary>
    public string? Type { get; init; }

    public string? KeyId { get; init; }

    public bool Overwrite { get; init; }

    public string? Description { get; init; }

    /// <summary>Null: as it is, and Standard at first.</summary>
    public string? Tier { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public override string ToString() => Name;
}
