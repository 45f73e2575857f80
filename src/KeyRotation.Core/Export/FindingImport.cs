namespace KeyRotation;

/// <summary>What came of importing the findings of one account into AWS Security Hub.</summary>
public sealed class FindingImport : IResult
{
    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The region of Security Hub.</summary>
    public required string Region { get; init; }

    /// <summary>How many findings there were.</summary>
    public required int Findings { get; init; }

    /// <summary>How many Security Hub took.</summary>
    public required int Imported { get; init; }

    /// <summary>How many of those that it took are failures of a control.</summary>
    public required int Failed { get; init; }

    /// <summary>How many were suppressed because their users are exempt from rotation.</summary>
    public int Suppressed { get; init; }

    /// <summary>How many are new again because the exemption of their users has ended.</summary>
    public int Reopened { get; init; }

    /// <summary>How many it did not take, each with an error of its own, or was not sent because a call failed.</summary>
    public int NotImported => Findings - Imported;

    /// <summary>The numbers in one line.</summary>
    public override string ToString() => $"{AccountId} {Region}: {Imported} of {Findings} findings imported" + (Suppressed + Reopened == 0 ? string.Empty : $", {Suppressed} suppressed, {Reopened} new again");
}
