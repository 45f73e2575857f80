namespace KeyRotation.Sandbox;

/// <summary>Whether a key signs.</summary>
public enum SandboxKeyStatus
{
    /// <summary>The key signs.</summary>
    Active,

    /// <summary>The key is there and refused.</summary>
    Inactive,
}
