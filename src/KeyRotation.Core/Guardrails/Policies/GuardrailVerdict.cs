namespace KeyRotation.Guardrails.Policies;

/// <summary>Whether the creation of access keys is denied.</summary>
internal enum GuardrailVerdict
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>It is not.</summary>
    No,

    /// <summary>It is, but to those who are left out.</summary>
    Yes,
}
