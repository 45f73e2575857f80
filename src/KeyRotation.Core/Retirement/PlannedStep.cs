using KeyRotation.Journal;

namespace KeyRotation.Retirement;

/// <summary>What a step would do to a key.</summary>
public enum StepKind
{
    /// <summary>Nothing: the key is where it was asked to be.</summary>
    Nothing,

    /// <summary>Make the key inactive and record its quarantine.</summary>
    Disable,

    /// <summary>Record that the quarantine of a key begins now, which somebody else made inactive.</summary>
    BeginQuarantine,

    /// <summary>Record that somebody else made a quarantined key active again: its time of quiet begins anew.</summary>
    RecordActive,

    /// <summary>Make the key active again and record it.</summary>
    Enable,

    /// <summary>Delete the key and its tags.</summary>
    Remove,

    /// <summary>Finish or undo the rotation that created the key and never ended.</summary>
    Settle,
}

/// <summary>A step whose guards have passed, for the user to agree to before it is carried out.</summary>
public sealed class PlannedStep
{
    internal PlannedStep(StepKind kind, AccessKey key, KeyRecord? record)
    {
        Kind = kind;
        Key = key;
        Record = record;
    }

    /// <summary>What would be done.</summary>
    public StepKind Kind { get; }

    /// <summary>The key as it stands.</summary>
    public AccessKey Key { get; }

    /// <summary>The guard that -Force skips, for the warning; null when none.</summary>
    public string? SkippedGuard { get; init; }

    /// <summary>What would be done, as a verb for people.</summary>
    public string Action => Kind switch
    {
        StepKind.Disable => "Disable access key",
        StepKind.BeginQuarantine => "Record the beginning of the quarantine of inactive access key",
        StepKind.RecordActive => "Record the reactivation of access key",
        StepKind.Enable => "Enable access key",
        StepKind.Remove => "Remove access key",
        StepKind.Settle => "Finish or undo the interrupted rotation that created access key",
        _ => "Leave access key as it is",
    };

    internal KeyRecord? Record { get; }

    internal string AccessKeyId => Key.AccessKeyId!;

    internal string UserName => Key.UserName;
}
