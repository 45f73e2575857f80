using System.Collections.Generic;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>How an interrupted rotation is settled.</summary>
internal enum SettlementKind
{
    /// <summary>It left no key: only its entry goes.</summary>
    ClearEntry,

    /// <summary>Nobody uses the key that it left, and nobody has its secret: the key is deleted.</summary>
    TakeBack,

    /// <summary>The key that it left is in use: it is recorded.</summary>
    Keep,

    /// <summary>The key that it left is in one of its destinations: it is brought to the others and recorded.</summary>
    FinishDelivery,
}

/// <summary>The step that settles an interrupted rotation.</summary>
internal sealed class Settlement : PlannedStep
{
    public Settlement(StepRule rule, SettlementKind settlement, PendingRotation pending, AccessKey key, UserState before, UserState after)
        : base(rule, settlement == SettlementKind.ClearEntry ? StepKind.ClearPending : StepKind.Settle, key, before, after)
    {
        Pending = pending;
        How = settlement;
    }

    public PendingRotation Pending { get; }

    public SettlementKind How { get; }

    /// <summary>The key as a destination holds it; null where none does.</summary>
    public StoredKey? Stored { get; init; }

    /// <summary>The destinations that do not hold the key yet.</summary>
    public IReadOnlyList<IDestination> Missing { get; init; } = [];
}
