using System;

namespace KeyRotation.Steps;

/// <summary>Why a step of an approved plan is not taken.</summary>
internal static class ApprovalFailures
{
    public static KeyRotationException Refused(PlanStep step, KeyRotationException refusal) => new(
        refusal.IsNotDue ? "PlannedStepNotDue" : "PlannedStepRefused",
        refusal.Category,
        step.Key,
        $"The plan has this step, which {(refusal.IsNotDue ? "is not due now" : "is not taken")}: {step.Text}. {refusal.Message}",
        refusal);

    public static KeyRotationException NotDue(PlanStep step) => new(
        "PlannedStepNotDue",
        FailureCategory.InvalidOperation,
        step.Key,
        $"The plan has this step, which is not due now: {step.Text}. The step was taken already, or the key changed since the plan was made. Nothing was done. Get-AccessKeyRotation {step.UserName} shows the keys of the user; make a new plan for what is due.");

    public static KeyRotationException OtherDestination(PlanStep approved, PlanStep due) => new(
        "PlannedStepRefused",
        FailureCategory.InvalidArgument,
        approved.Key,
        $"The plan delivers the new secret of user {approved.UserName} to {Places(approved)}, and this run would deliver it to {Places(due)}. Nothing was done. Give the -Destination that the plan was made with, or make a new plan.");

    public static KeyRotationException Expired(DateTimeOffset validUntil) => new(
        "PlanExpired",
        FailureCategory.InvalidOperation,
        target: null,
        $"The plan was valid until {Display.Time(validUntil)}. Nothing was done. Make a new one, and have it approved.");

    private static string Places(PlanStep step) => step.Destinations.Count == 0 ? "the output object alone" : string.Join(" and ", step.Destinations);
}
