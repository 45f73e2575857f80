namespace KeyRotation.Sandbox;

/// <summary>Where an account of the organization is in its life; the names are AWS's without their underscores.</summary>
public enum SandboxAccountState
{
    /// <summary>It can be worked with.</summary>
    Active,

    /// <summary>It was made and is not ready.</summary>
    PendingActivation,

    /// <summary>AWS has suspended it: no call to it is answered.</summary>
    Suspended,

    /// <summary>It is being closed.</summary>
    PendingClosure,

    /// <summary>It is closed, and still listed for 90 days.</summary>
    Closed,
}
