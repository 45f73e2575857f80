using System.Collections.Generic;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Steps;

/// <summary>A step whose guards have passed, to be agreed to before it is carried out.</summary>
internal class PlannedStep
{
    /// <param name="rule">The rule that carries it out.</param>
    /// <param name="kind">What would be done.</param>
    /// <param name="key">The key as it was seen.</param>
    /// <param name="before">The user before the step.</param>
    /// <param name="after">The user after the step, as far as it can be known.</param>
    public PlannedStep(StepRule rule, StepKind kind, AccessKey key, UserState before, UserState after)
    {
        Rule = rule;
        Kind = kind;
        Key = key;
        Before = before;
        After = after;
    }

    public StepRule Rule { get; }

    public StepKind Kind { get; }

    public AccessKey Key { get; }

    public UserState Before { get; }

    public UserState After { get; }

    /// <summary>The guard that -Force skips, for the warning; null when none.</summary>
    public string? SkippedGuard { get; init; }

    /// <summary>Whether the step can be taken only when the one before it was.</summary>
    public bool NeedsStepBefore { get; init; }

    /// <summary>Whether the step only prepares another one: what it leaves is no result of the command.</summary>
    public bool IsPreparation { get; set; }

    /// <summary>What comes of the step, for people, e.g. when a quarantine ends; null where the action says it all.</summary>
    public string? Consequence { get; init; }

    /// <summary>For a rotation: what each destination holds now.</summary>
    public IReadOnlyList<PlaceContent> PlaceContents { get; init; } = [];

    /// <summary>For a rotation: whether a new SMTP password of Amazon SES is delivered with the key.</summary>
    public bool DeliversSmtpPassword { get; init; }

    /// <summary>What would be done, as a verb for people.</summary>
    public string Action => Kind switch
    {
        StepKind.Settle => "Finish or undo the interrupted rotation that created access key",
        StepKind.ClearPending => "Remove the journal entry of the interrupted rotation of access key",
        StepKind.Remove => "Remove access key",
        StepKind.RemoveUnused => "Remove the replacement that was never used, access key",
        StepKind.Disable => "Disable access key",
        StepKind.RecordCompromise => "Record as compromised the inactive access key",
        StepKind.BeginQuarantine => "Record the beginning of the quarantine of inactive access key",
        StepKind.RecordActive => "Record the reactivation of access key",
        StepKind.Enable => "Enable access key",
        StepKind.Rotate => "Create a new access key that replaces",
        _ => "Leave access key as it is",
    };

    /// <summary>What the journal says of the key before the step.</summary>
    public KeyRecord? Record => Before.Journal.RecordOf(AccessKeyId);

    public string AccessKeyId => Key.AccessKeyId!;

    public string UserName => Before.UserName;

    /// <summary>Whether another plan has the same step.</summary>
    public bool IsSameAs(PlannedStep other) => Kind == other.Kind && KeyIds.AreSame(AccessKeyId, other.AccessKeyId);
}
