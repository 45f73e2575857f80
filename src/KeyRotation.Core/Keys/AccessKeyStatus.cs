namespace KeyRotation;

/// <summary>What IAM says of a key (<c>statusType</c> of the IAM API).</summary>
public enum AccessKeyStatus
{
    /// <summary>The key signs requests.</summary>
    Active,

    /// <summary>The key is refused until it is made active again.</summary>
    Inactive,

    /// <summary>The third value of the API model. A key in this state is treated as neither active nor quarantined.</summary>
    Expired,
}
