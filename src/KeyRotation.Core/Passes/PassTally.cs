using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Steps;

namespace KeyRotation.Passes;

/// <summary>Counts what a pass does; from any thread.</summary>
public sealed class PassTally
{
    private readonly object gate = new();
    private readonly Dictionary<StepKind, int> steps = [];
    private int eliminated;
    private int failures;
    private int leftForLater;
    private DateTimeOffset? leftUntil;

    /// <summary>Counts a step that was carried out.</summary>
    /// <param name="step">The step.</param>
    public void Count(StepDone step)
    {
        if (step is null)
        {
            throw new ArgumentNullException(nameof(step));
        }

        lock (gate)
        {
            steps[step.Kind] = Of(step.Kind) + 1;
            eliminated += step.Eliminates ? 1 : 0;
        }
    }

    /// <summary>Counts a failure.</summary>
    public void CountFailure()
    {
        lock (gate)
        {
            failures++;
        }
    }

    /// <summary>Counts what is left for a later pass.</summary>
    /// <param name="refusal">The refusal, with the time from which on it no longer holds.</param>
    public void CountLeft(KeyRotationException refusal)
    {
        if (refusal is null)
        {
            throw new ArgumentNullException(nameof(refusal));
        }

        lock (gate)
        {
            leftForLater++;
            leftUntil = new[] { leftUntil, refusal.RetryAfter }.Min();
        }
    }

    /// <summary>The numbers so far.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="startedAt">When the pass began.</param>
    /// <param name="endedAt">When it ended.</param>
    public RotationSummary ToSummary(string accountId, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        lock (gate)
        {
            return new RotationSummary
            {
                AccountId = accountId,
                Rotated = Of(StepKind.Rotate),
                Disabled = Of(StepKind.Disable),
                Removed = Of(StepKind.Remove) + Of(StepKind.RemoveUnused),
                Eliminated = eliminated,
                Settled = Of(StepKind.Settle) + Of(StepKind.ClearPending),
                QuarantinesBegun = Of(StepKind.BeginQuarantine),
                LeftForLater = leftForLater,
                LeftUntil = leftUntil,
                Failures = failures,
                StartedAt = startedAt,
                EndedAt = endedAt,
            };
        }
    }

    private int Of(StepKind kind) => steps.TryGetValue(kind, out int count) ? count : 0;
}
