using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Plans;

/// <summary>Writes down the steps that a run plans; from any thread.</summary>
public sealed class PlanRecorder
{
    private readonly object gate = new();
    private readonly List<PlanStep> steps = [];

    /// <summary>Takes a step.</summary>
    /// <param name="step">The step.</param>
    public void Add(PlanStep step)
    {
        lock (gate)
        {
            steps.Add(step);
        }
    }

    /// <summary>The plan: the steps by account, and within it in the order in which they came.</summary>
    /// <param name="conditions">What was due.</param>
    /// <param name="validFor">How long it can be carried out.</param>
    /// <param name="now">The time where no key was seen, UTC; otherwise the plan is as old as the first look at one.</param>
    public RotationPlan ToPlan(PlanConditions conditions, TimeSpan validFor, DateTimeOffset now)
    {
        lock (gate)
        {
            DateTimeOffset createdAt = steps.Count == 0 ? now : steps.Min(step => step.SeenAt);
            return new RotationPlan
            {
                CreatedAt = createdAt,
                ValidUntil = createdAt.Plus(validFor),
                Conditions = conditions,
                Steps = steps.OrderBy(step => step.AccountId, StringComparer.Ordinal).ToList(),
            };
        }
    }
}
