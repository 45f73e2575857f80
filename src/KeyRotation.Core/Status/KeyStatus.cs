using System;
using System.Collections.Generic;

namespace KeyRotation;

/// <summary>Where a key stands: its stage, the next step, when that is due, and what blocks it.</summary>
public sealed class KeyStatus : AccessKey
{
    internal KeyStatus(KeyReference reference, AccessKeyStatus status, DateTimeOffset createDate, KeyStage stage, DateTimeOffset seenAt, ConnectionOptions? connection)
        : base(reference, status, createDate, seenAt, connection) => StageValue = stage;

    /// <summary>The command that takes the next step; null when there is none.</summary>
    public string? NextStep { get; init; }

    /// <summary>From when on the next step can be taken, UTC; null when that cannot be told.</summary>
    public DateTimeOffset? DueDate { get; init; }

    /// <summary>Whether the next step can be taken now.</summary>
    public bool IsDue => NextStep is not null && Blocker is null && DueDate <= SeenAt;

    /// <summary>What prevents the next step, for people; null when nothing does.</summary>
    public string? Blocker { get; init; }

    /// <summary>The key that this one replaced.</summary>
    public string? Replaces { get; init; }

    /// <summary>What the destinations that were asked for hold; none where none was.</summary>
    public IReadOnlyList<KeyPlace> Places
    {
        get;
        private init => field = new TextList<KeyPlace>(value);
    } = new TextList<KeyPlace>([]);

    /// <summary>The same status with what is known of the key and its user beside it.</summary>
    internal KeyStatus With(IReadOnlyDictionary<string, string> tags, string? userArn, EvidenceOfUse lastUsed, DateTimeOffset? reportTime) =>
        Copy(tags, userArn, lastUsed, reportTime, Places);

    /// <summary>The same status with what destinations hold.</summary>
    internal KeyStatus With(IReadOnlyList<KeyPlace> places) => Copy(Tags, UserArn, LastUsed, ReportTime, places);

    private KeyStatus Copy(IReadOnlyDictionary<string, string>? tags, string? userArn, EvidenceOfUse lastUsed, DateTimeOffset? reportTime, IReadOnlyList<KeyPlace> places) =>
        new(Reference, StatusValue, CreateDate, StageValue, SeenAt, GetConnection())
        {
            Places = places,
            Since = Since,
            Reason = Reason,
            NextStep = NextStep,
            DueDate = DueDate,
            Blocker = Blocker,
            ReplacedBy = ReplacedBy,
            Replaces = Replaces,
            LastUsed = lastUsed,
            UserArn = userArn,
            ReportTime = reportTime,
            Tags = tags,
        };
}
