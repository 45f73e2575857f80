namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>What somebody who may tag the user writes into the journal.</summary>
internal enum Forgery
{
    /// <summary>The key is its own replacement.</summary>
    SupersededByItself,

    /// <summary>The key replaces itself.</summary>
    ReplacesItself,

    /// <summary>In service since before it was created.</summary>
    CurrentBeforeCreation,

    /// <summary>In service since some time to come.</summary>
    CurrentInFuture,

    /// <summary>Quarantined since the first time that can be written.</summary>
    QuarantinedSinceYear1,

    /// <summary>Quarantined since the last time that can be written.</summary>
    QuarantinedSinceYear9999,

    /// <summary>Replaced by something that is no key's id.</summary>
    SupersededByOddId,

    /// <summary>An interrupted rotation of something that is no key's id.</summary>
    PendingOfOddId,

    /// <summary>An interrupted rotation whose new key is something that is no key's id.</summary>
    PendingWithOddId,

    /// <summary>An interrupted rotation whose old key is the new one.</summary>
    PendingOfOneKey,

    /// <summary>A rotation that begins at the last time that can be written.</summary>
    PendingInYear9999,

    /// <summary>A rotation that was interrupted at the first time that can be written.</summary>
    PendingInYear1,

    /// <summary>An interrupted rotation whose new key is one in daily use, with the time of its creation.</summary>
    PendingWithKeyInUse,

    /// <summary>Exempt for good.</summary>
    ExemptForGood,

    /// <summary>Exempt until the first day that can be written.</summary>
    ExemptUntilYear1,
}
