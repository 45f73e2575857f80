using System;
using System.Collections.Generic;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>Who does something to an account.</summary>
internal enum Actor
{
    /// <summary>It was so from the beginning.</summary>
    Beginning,

    /// <summary>A person, by hand.</summary>
    Administrator,

    /// <summary>The module.</summary>
    Module,

    /// <summary>AWS, by carrying out a call of the module's that was given up long before.</summary>
    LateCall,
}

/// <summary>How the module can know that an inactive key is at work again.</summary>
internal enum Sign
{
    /// <summary>AWS tells of a use.</summary>
    Use,

    /// <summary>IAM listed it as active in a step that may write.</summary>
    Listed,

    /// <summary>The module itself enabled it.</summary>
    Enabled,
}

/// <summary>All that is known of one key, whether or not it still exists.</summary>
internal sealed class KeyHistory
{
    public required string Id { get; init; }

    public required string UserName { get; init; }

    public required string Secret { get; init; }

    public required Actor CreatedBy { get; init; }

    public bool IsMadeByModule => CreatedBy is Actor.Module or Actor.LateCall;

    public required DateTimeOffset CreatedAt { get; init; }

    public bool IsActive { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>Whether a receiver took the secret from the module.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether the store holds the secret now.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether somebody emptied the place that it had been delivered to.</summary>
    public bool IsLostByOthers { get; set; }

    /// <summary>Whether the module ever wrote a tag about the key.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>When the module last saw the key sign.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>The uses by applications that AWS recorded: one in a span of 15 minutes.</summary>
    public List<DateTimeOffset> Uses { get; } = [];

    /// <summary>Since when the module knows, without a break, that the key is inactive.</summary>
    public DateTimeOffset? KnownInactiveSince { get; set; }

    /// <summary>How the module could know last that the key is at work again after having been inactive; null when it could not.</summary>
    public Sign? AtWork { get; set; }

    /// <summary>When the key last changed, or the tag about it: answers that are behind do not show it at once.</summary>
    public DateTimeOffset? ChangedByOthersAt { get; set; }

    public DateTimeOffset? QuarantineRecordedAt { get; set; }

    /// <summary>Whether the module recorded it as quarantined while it was active, because a list was behind.</summary>
    public bool IsRecordedTooEarly { get; set; }

    /// <summary>The key that replaced this one, as the journal was told, and since when that one is known to work.</summary>
    public (KeyHistory Key, DateTimeOffset VerifiedAt)? Replacement { get; set; }

    /// <summary>Whether it is on the way to its removal.</summary>
    public bool IsQuarantined => IsRecorded && KnownInactiveSince is not null;

    /// <summary>Whether it was on the way to its removal, and somebody enabled it.</summary>
    public bool IsBroughtBackByOthers => IsRecorded && !IsQuarantined && ChangedByOthersAt is not null;

    /// <summary>Whether anybody can sign with the key. Of one that a rotation did not deliver, nobody has the secret.</summary>
    public bool HasHolder => !IsMadeByModule || IsTaken || IsStored;

    /// <summary>Created by a rotation that has not ended, as far as the journal knows.</summary>
    public bool IsOfUnfinishedRotation => IsMadeByModule && !IsRecorded;

    public override string ToString() => Id + " of " + UserName;
}
