using System;
using System.Globalization;

namespace KeyRotation;

/// <summary>What one pass over an account did, in numbers.</summary>
public sealed record RotationSummary : IResult
{
    /// <summary>The twelve digits of the account.</summary>
    public required string AccountId { get; init; }

    /// <summary>How many new keys were created, delivered and verified.</summary>
    public int Rotated { get; init; }

    /// <summary>How many keys were made inactive, and their quarantine begun.</summary>
    public int Disabled { get; init; }

    /// <summary>How many keys were deleted.</summary>
    public int Removed { get; init; }

    /// <summary>How many of the deleted keys nothing had replaced: so many keys less are to be rotated.</summary>
    public int Eliminated { get; init; }

    /// <summary>How many interrupted rotations were finished or undone.</summary>
    public int Settled { get; init; }

    /// <summary>How many keys that were made inactive outside of this module are quarantined from now on.</summary>
    public int QuarantinesBegun { get; init; }

    /// <summary>How many users have something due that a later pass can do without anyone's help.</summary>
    public int LeftForLater { get; init; }

    /// <summary>From when on a pass can do the first of these, UTC; null when nothing is left.</summary>
    public DateTimeOffset? LeftUntil { get; init; }

    /// <summary>How many errors there were.</summary>
    public int Failures { get; init; }

    /// <summary>When the pass began, by AWS's clock, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, by AWS's clock, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The numbers in one line.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "account {0}: rotated {1}, disabled {2}, removed {3}, settled {4}, quarantines begun {5}, left for later {6}, failed {7}",
        AccountId,
        Rotated,
        Disabled,
        Removed,
        Settled,
        QuarantinesBegun,
        LeftForLater,
        Failures);
}
