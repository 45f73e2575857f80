using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Guardrails.Policies;

/// <summary>What a statement of a service control policy means for the creation of access keys.</summary>
internal sealed class DenyReading
{
    private static readonly Dictionary<string, string> WithoutTags = [];

    private DenyReading(GuardrailVerdict verdict, string reason, IReadOnlyList<KeyExemption> exemptions)
    {
        Verdict = verdict;
        Reason = reason;
        Exemptions = exemptions;
    }

    public GuardrailVerdict Verdict { get; }

    /// <summary>Why, for people; empty where it denies.</summary>
    public string Reason { get; }

    /// <summary>Who is left out: one of them is enough.</summary>
    public IReadOnlyList<KeyExemption> Exemptions { get; }

    /// <param name="statement">The statement.</param>
    /// <param name="usersArn">What the ARNs of the users begin with; the account is * where it is any of many.</param>
    public static DenyReading Of(PolicyStatement statement, string usersArn)
    {
        if (!statement.IsDeny || !statement.IsForCreation)
        {
            return Not(string.Empty);
        }

        List<(StatementCondition Condition, ConditionReading Reading)> conditions = statement.Conditions.Select(condition => (condition, ConditionReading.Of(condition))).ToList();
        ResourceReading resources = ResourceReading.Of(statement, usersArn);
        return resources.IsForNone ? Not("denies it for no user of the target")
            : conditions.Exists(condition => condition.Reading.IsForRootOnly) ? Not("denies it to root users alone")
            : statement.UnknownMember is not null ? Unknown("has the member " + statement.UnknownMember)
            : PolicyPattern.HasVariable(statement.Resources) ? Unknown("has a variable in its resources")
            : conditions.Find(condition => !condition.Reading.IsUnderstood).Condition is StatementCondition strange ? Unknown("denies it under the condition " + strange)
            : Deny(conditions.ConvertAll(condition => condition.Reading.Exemption!), resources.Exemption, usersArn);
    }

    private static DenyReading Deny(List<KeyExemption> callers, KeyExemption? resources, string usersArn)
    {
        var anyUser = new TaggedUser(usersArn + "\u0001", WithoutTags);
        return callers.Find(exemption => exemption.Covers(anyUser)) is KeyExemption all
            ? Not("leaves out every user: " + all)
            : new DenyReading(GuardrailVerdict.Yes, string.Empty, resources is null ? callers : [.. callers, resources]);
    }

    private static DenyReading Not(string reason) => new(GuardrailVerdict.No, reason, []);

    private static DenyReading Unknown(string reason) => new(GuardrailVerdict.Unknown, reason, []);
}
