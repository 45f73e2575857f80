namespace KeyRotation.Steps;

/// <summary>What a step would do to a key.</summary>
public enum StepKind
{
    /// <summary>Nothing: the key is in the state that was asked for.</summary>
    Nothing,

    /// <summary>Finish or undo the rotation that created the key and never ended.</summary>
    Settle,

    /// <summary>Remove the journal's entry of a rotation of the key that never ended and left no new key.</summary>
    ClearPending,

    /// <summary>Delete the key and its tags.</summary>
    Remove,

    /// <summary>Delete the key, a replacement that was never used, and what the journal says of it.</summary>
    RemoveUnused,

    /// <summary>Make the key inactive and record its quarantine.</summary>
    Disable,

    /// <summary>Record that a key is compromised which is inactive already.</summary>
    RecordCompromise,

    /// <summary>Record that the quarantine of a key begins now, which was made inactive outside of this module.</summary>
    BeginQuarantine,

    /// <summary>Record that a quarantined key was made active again outside of this module: its time of quiet begins anew.</summary>
    RecordActive,

    /// <summary>Make the key active again and record it.</summary>
    Enable,

    /// <summary>Create a key that replaces this one.</summary>
    Rotate,
}
