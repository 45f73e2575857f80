using System.Collections.Generic;

namespace KeyRotation.Guardrails;

/// <summary>What a service control policy denies, and to whom it does not.</summary>
public sealed record GuardrailOptions
{
    /// <summary>The largest service control policy that AWS Organizations takes, in characters; white space counts.</summary>
    public const int LargestPolicy = 5120;

    /// <summary>The tag that lets an access key be created.</summary>
    public string TagName { get; init; } = "AllowAccessKeys";

    /// <summary>The value that it has to have; upper and lower case are different.</summary>
    public string TagValue { get; init; } = "true";

    /// <summary>Whose tag it is.</summary>
    public TagOwner TagOf { get; init; } = TagOwner.Principal;

    /// <summary>The path of the users whose keys are meant, e.g. <c>/human/</c>; null for those of all users.</summary>
    public string? UserPath { get; init; }

    /// <summary>The ARNs of roles that nothing is denied to; * and ? are wildcards in the account and in the name.</summary>
    public IReadOnlyCollection<string> ExceptedRoleArns { get; init; } = [];

    /// <summary>Whether the tags of the journal are protected: nobody but <see cref="ExceptedRoleArns"/> may set or remove them.</summary>
    public bool ProtectsJournal { get; init; }

    /// <summary>The partition of the organization, as in the second place of an ARN; null for that of the roles, or aws.</summary>
    public string? Partition { get; init; }
}
