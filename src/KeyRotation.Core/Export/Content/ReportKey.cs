using System;
using System.Collections.Generic;

namespace KeyRotation.Export.Content;

/// <summary>A key as reports show it, whichever command saw it.</summary>
internal sealed record ReportKey
{
    public required KeyReference Reference { get; init; }

    public string AccountId => Reference.AccountId;

    public string UserName => Reference.UserName;

    public string? AccessKeyId => Reference.AccessKeyId;

    public string? UserArn { get; init; }

    public required AccessKeyStatus Status { get; init; }

    public required KeyStage Stage { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public DateTimeOffset? ReportTime { get; init; }

    public required EvidenceOfUse LastUsed { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? Since { get; init; }

    public string? NextStep { get; init; }

    public DateTimeOffset? DueDate { get; init; }

    /// <summary>Null where the command that saw the key does not look at what is due.</summary>
    public bool? IsDue { get; init; }

    public string? Blocker { get; init; }

    public string? Replaces { get; init; }

    public string? ReplacedBy { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>What can replace the key; null where Get-AccessKeyAlternative did not look.</summary>
    public KeyAlternative? Alternative { get; init; }

    public bool IsActive => Status == AccessKeyStatus.Active;

    /// <summary>In days; a clock that runs behind gives no negative age.</summary>
    public double AgeDays => DaysBetween(CreateDate, SeenAt);

    /// <summary>Days without use; a key that was never used counts from its creation. Null when nothing is known of its use.</summary>
    public double? UnusedDays => LastUsed.Kind switch
    {
        UseKind.NeverUsed => AgeDays,
        UseKind.Used => DaysBetween(LastUsed.At!.Value, SeenAt),
        _ => null,
    };

    public static ReportKey Of(AccessKey key) => key is KeyStatus status
        ? Seen(key) with { NextStep = status.NextStep, DueDate = status.DueDate, IsDue = status.IsDue, Blocker = status.Blocker, Replaces = status.Replaces }
        : Seen(key);

    public static ReportKey Of(KeyAlternative alternative) => Seen(alternative.Key) with { Alternative = alternative };

    /// <summary>The secret is not in it.</summary>
    public static ReportKey Of(RotatedAccessKey rotated)
    {
        DateTimeOffset seenAt = rotated.Verified ? rotated.VerifiedDate : rotated.CreateDate;
        return new ReportKey
        {
            Reference = new KeyReference(rotated.AccountId, rotated.UserName, rotated.AccessKeyId),
            Status = AccessKeyStatus.Active,
            Stage = KeyStage.Current,
            CreateDate = rotated.CreateDate,
            SeenAt = seenAt,
            LastUsed = EvidenceOfUse.Unknown("just created"),
            Reason = $"replaces {rotated.ReplacedAccessKeyId}" + (rotated.Destinations.Count == 0 ? string.Empty : "; secret in " + string.Join(" and ", rotated.Destinations)),
            Since = seenAt,
            Replaces = rotated.ReplacedAccessKeyId,
        };
    }

    /// <summary>This key, with what only another look at the same key knows.</summary>
    public ReportKey CompletedFrom(ReportKey other) => this with
    {
        Reference = AccessKeyId is null ? other.Reference : Reference,
        UserArn = UserArn ?? other.UserArn,
        LastUsed = LastUsed.Kind == UseKind.Unknown ? other.LastUsed : LastUsed,
        ReportTime = LastUsed.Kind == UseKind.Unknown ? other.ReportTime : ReportTime,
        Reason = Reason ?? other.Reason,
        Since = Since ?? other.Since,
        Replaces = Replaces ?? other.Replaces,
        ReplacedBy = ReplacedBy ?? other.ReplacedBy,
        Tags = Tags ?? other.Tags,
        Alternative = Alternative ?? other.Alternative,
    };

    private static ReportKey Seen(AccessKey key) => new()
    {
        Reference = key.Reference,
        UserArn = key.UserArn,
        Status = key.StatusValue,
        Stage = key.StageValue,
        CreateDate = key.CreateDate,
        SeenAt = key.SeenAt,
        ReportTime = key.ReportTime,
        LastUsed = key.LastUsed,
        Reason = key.Reason,
        Since = key.Since,
        ReplacedBy = key.ReplacedBy,
        Tags = key.Tags,
    };

    private static double DaysBetween(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (to - from).TotalDays);
}
