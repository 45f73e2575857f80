using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Guardrails.Policies;

/// <summary>A statement of a policy, as far as it speaks of the creation of access keys.</summary>
internal sealed class PolicyStatement
{
    private const string CreateKey = "iam:CreateAccessKey";

    /// <summary>Whether it denies; it allows otherwise.</summary>
    public required bool IsDeny { get; init; }

    /// <summary>The patterns of its actions, or of those that it leaves out.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Whether it is for all actions but <see cref="Actions"/>.</summary>
    public bool IsNotAction { get; init; }

    /// <summary>The patterns of its resources, or of those that it leaves out.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>Whether it is for all resources but <see cref="Resources"/>.</summary>
    public bool IsNotResource { get; init; }

    /// <summary>What has to be met for it to hold, all of it.</summary>
    public IReadOnlyList<StatementCondition> Conditions { get; init; } = [];

    /// <summary>A member that is not known, so that what the statement says is not known; null where there is none.</summary>
    public string? UnknownMember { get; init; }

    /// <summary>Whether it is for the creation of access keys, among other actions or alone.</summary>
    public bool IsForCreation => Actions.Any(pattern => PolicyPattern.Matches(pattern, CreateKey, ignoreCase: true)) != IsNotAction;
}

/// <summary>A condition: an operator, a key, and the values that it is compared with.</summary>
/// <param name="Operator">E.g. StringNotEquals.</param>
/// <param name="Key">E.g. aws:PrincipalArn.</param>
/// <param name="Values">The values.</param>
internal sealed record StatementCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    public override string ToString() => $"{Operator} {Key} {string.Join(", ", Values)}";
}
