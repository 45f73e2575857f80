using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Guardrails.Policies;

namespace KeyRotation.Guardrails;

/// <summary>What is known so far of the policies of one target.</summary>
internal sealed class GuardrailDraft
{
    private readonly string targetId;
    private readonly string? targetName;
    private readonly string accountId;
    private readonly List<GuardrailPolicy> policies = [];
    private readonly List<(string Policy, DenyReading Reading)> denials = [];
    private readonly List<string> doubts = [];
    private readonly List<string> others = [];
    private readonly List<string> levelsWithoutAllow = [];

    public GuardrailDraft(string targetId, string? targetName, string accountId)
    {
        this.targetId = targetId;
        this.targetName = targetName;
        this.accountId = accountId;
    }

    public IReadOnlyList<string> OutOfReach { get; set; } = [];

    /// <summary>Takes a policy in.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="level">What it is attached to.</param>
    /// <param name="problem">Why its statements are not known; null where they are.</param>
    /// <param name="readings">What they mean.</param>
    public void Add(AttachedPolicy policy, string level, string? problem, IReadOnlyList<DenyReading> readings)
    {
        List<DenyReading> denying = readings.Where(reading => reading.Verdict == GuardrailVerdict.Yes).ToList();
        string? doubt = problem ?? readings.FirstOrDefault(reading => reading.Verdict == GuardrailVerdict.Unknown)?.Reason;
        if (!policies.Exists(known => known.Id == policy.Id))
        {
            denials.AddRange(denying.Select(reading => (policy.Name, reading)));
        }

        others.AddRange(readings.Where(reading => reading.Verdict == GuardrailVerdict.No && reading.Reason.Length > 0).Select(reading => $"{policy.Name} ({policy.Id}) {reading.Reason}"));
        if (denying.Count == 0 && doubt is not null)
        {
            doubts.Add($"{policy.Name} ({policy.Id}) {doubt}");
        }

        if (denying.Count > 0 || doubt is not null)
        {
            policies.Add(new GuardrailPolicy
            {
                Id = policy.Id,
                Name = policy.Name,
                Arn = policy.Arn,
                AttachedTo = level,
                InForce = (denying.Count > 0 ? GuardrailVerdict.Yes : GuardrailVerdict.Unknown).ToString(),
                Says = denying.Count == 0 ? doubt! : string.Join("; ", denying.Select(reading => reading.Exemptions.Count == 0 ? "without exceptions" : "except " + string.Join(", or ", reading.Exemptions))),
            });
        }
    }

    /// <summary>Notes a level whose policies do not allow the action. AWS keeps at least one policy at each: none at all is no answer.</summary>
    public void AddNothingAllows(string level, int attached)
    {
        if (attached == 0)
        {
            doubts.Add($"AWS names no policy that is attached to {level}, which cannot be");
        }
        else
        {
            levelsWithoutAllow.Add(level);
        }
    }

    /// <summary>The answer where no policy is looked at.</summary>
    public GuardrailFinding Without(string reason) => new(Answer(GuardrailVerdict.No, reason, []), []);

    /// <summary>The answer.</summary>
    public GuardrailFinding Complete()
    {
        if (levelsWithoutAllow.Count > 0)
        {
            return new GuardrailFinding(Answer(GuardrailVerdict.Yes, $"No policy that is attached to {string.Join(" and ", levelsWithoutAllow)} allows iam:CreateAccessKey, so that no key can be created.", []), [[]]);
        }

        if (denials.Count > 0)
        {
            return new GuardrailFinding(
                Answer(GuardrailVerdict.Yes, ReasonOfDenials(), denials.Exists(denial => denial.Reading.Exemptions.Count == 0) ? [] : ExceptionsOfDenials()),
                denials.ConvertAll(denial => denial.Reading.Exemptions));
        }

        return doubts.Count > 0
            ? new GuardrailFinding(Answer(GuardrailVerdict.Unknown, $"{string.Join("; ", doubts.Distinct(StringComparer.Ordinal))}. Look at the policy: the module does not guess what it denies.", []), [])
            : Without(others.Count > 0 ? $"No policy denies it to users: {string.Join("; ", others.Distinct(StringComparer.Ordinal))}." : $"No policy that is attached to {targetId} or above it denies iam:CreateAccessKey.");
    }

    private string ReasonOfDenials()
    {
        string names = string.Join(" and ", policies.Where(policy => policy.InForce == nameof(GuardrailVerdict.Yes)).Select(policy => $"{policy} at {policy.AttachedTo}").Distinct(StringComparer.Ordinal));
        return denials.Exists(denial => denial.Reading.Exemptions.Count == 0) ? $"Denied without exceptions by {names}."
            : denials.Count == 1 ? $"Denied by {names}, but for the exceptions."
            : $"Denied by {names}. Only who has an exception of each statement is left out.";
    }

    private List<string> ExceptionsOfDenials() => denials
        .SelectMany(denial => denial.Reading.Exemptions.Select(exemption => denials.Count == 1 ? exemption.Text : $"{denial.Policy}: {exemption.Text}"))
        .Distinct(StringComparer.Ordinal)
        .ToList();

    private KeyGuardrail Answer(GuardrailVerdict verdict, string reason, IReadOnlyList<string> exceptions) => new()
    {
        TargetId = targetId,
        TargetName = targetName,
        AccountId = accountId,
        InForce = verdict.ToString(),
        Reason = reason,
        Exceptions = exceptions,
        OutOfReach = OutOfReach,
        Policies = policies,
    };
}
