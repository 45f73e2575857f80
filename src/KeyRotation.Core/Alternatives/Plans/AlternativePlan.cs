using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>One way to do without a key: what to create, what to change, and the commands for it.</summary>
internal abstract class AlternativePlan
{
    /// <summary>One of <see cref="AlternativeKind"/>.</summary>
    public abstract string Alternative { get; }

    /// <summary>Where the key is used, in words. Two plans for one place are the same.</summary>
    public abstract string Home { get; }

    /// <summary>Why this is the alternative.</summary>
    public abstract string Reason(KeyFacts facts);

    /// <summary>What has to change in the application, and what stays.</summary>
    public abstract string Move(KeyFacts facts);

    /// <summary>The trust policy of the role; null where none is created.</summary>
    public virtual string? TrustPolicy(KeyFacts facts) => null;

    /// <summary>Commands to paste.</summary>
    public abstract IReadOnlyList<string> Commands(KeyFacts facts);
}
