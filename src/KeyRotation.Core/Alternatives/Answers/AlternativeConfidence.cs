namespace KeyRotation;

/// <summary>How much the evidence of an alternative is worth. Words, because ConvertTo-Json makes a number of an enum.</summary>
public static class AlternativeConfidence
{
    /// <summary>AWS itself says so.</summary>
    public const string High = nameof(High);

    /// <summary>What a client says of itself, an address, a tag or a setting.</summary>
    public const string Medium = nameof(Medium);

    /// <summary>A name, or evidence that contradicts other evidence.</summary>
    public const string Low = nameof(Low);

    /// <summary>For an alternative that is not known.</summary>
    public const string None = nameof(None);

    internal static int RankOf(string confidence) => confidence switch
    {
        High => 3,
        Medium => 2,
        Low => 1,
        _ => 0,
    };

    internal static string Lowered(string confidence) => confidence == High ? Medium : Low;
}
