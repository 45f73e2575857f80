namespace KeyRotation;

/// <summary>What a control says of a resource.</summary>
public enum ControlStatus
{
    /// <summary>The resource is as the control asks.</summary>
    Pass,

    /// <summary>It is not, or it cannot be shown that it is.</summary>
    Fail,

    /// <summary>The resource has nothing that the control is about.</summary>
    NotApplicable,
}

/// <summary>How much a failure matters, in the words of AWS Security Hub.</summary>
public enum ControlSeverity
{
    /// <summary>Low.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High.</summary>
    High,

    /// <summary>Critical.</summary>
    Critical,
}

/// <summary>The demands on access keys that the benchmarks share, under whatever number.</summary>
public enum ComplianceControl
{
    /// <summary>The root user has no access key.</summary>
    RootKey,

    /// <summary>No access key is made when a user with a console password is set up.</summary>
    KeyAtSetup,

    /// <summary>Passwords and keys that are not used are disabled.</summary>
    UnusedCredentials,

    /// <summary>A user has only one active access key.</summary>
    OneActiveKey,

    /// <summary>Access keys are rotated in time.</summary>
    Rotation,

    /// <summary>A user with an access key has the tags that the organization asks for.</summary>
    RequiredTags,
}
