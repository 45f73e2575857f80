namespace KeyRotation.Guardrails;

/// <summary>Whose tag lets an access key be created.</summary>
public enum TagOwner
{
    /// <summary>That of the caller, a user or a role: <c>aws:PrincipalTag</c>. With a role, the tags of its session count too.</summary>
    Principal,

    /// <summary>That of the user for whom the key is created: <c>iam:ResourceTag</c>.</summary>
    User,
}
