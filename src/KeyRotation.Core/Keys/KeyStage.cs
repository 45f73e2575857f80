namespace KeyRotation;

/// <summary>Where a key stands on its way from creation to removal.</summary>
public enum KeyStage
{
    /// <summary>Active, and neither stale nor replaced.</summary>
    Current,

    /// <summary>Active, and older or longer unused than was asked for.</summary>
    Stale,

    /// <summary>Still active, but its replacement is delivered and verified.</summary>
    Superseded,

    /// <summary>Inactive; can be enabled again at once.</summary>
    Quarantined,

    /// <summary>Inactive, and its quarantine time has passed.</summary>
    Retired,

    /// <summary>Created by a rotation that never finished.</summary>
    Undelivered,

    /// <summary>A tag on its user keeps it out of rotation until a date.</summary>
    Exempt,
}
