using System;
using System.Collections.Generic;

namespace KeyRotation.Plans;

/// <summary>Failures of plans. None of them is about one user: nothing goes on without the plan.</summary>
public static class PlanFailures
{
    internal static KeyRotationException Exists(string path) => Of(
        "PlanExists",
        FailureCategory.InvalidOperation,
        $"{path} is there already, and a plan is never written over: it may have been approved. Name another file, or delete that one.");

    internal static KeyRotationException NotFound(string path) => Of(
        "PlanNotFound",
        FailureCategory.ObjectNotFound,
        $"There is no file {path}. Make the plan with -WhatIf -PlanPath, or correct the path.");

    internal static KeyRotationException Unreadable(string path, Exception problem) => Of(
        "PlanUnreadable",
        FailureCategory.InvalidData,
        $"{path} cannot be read as a plan: {problem.Message.TrimEnd('.')}. Nothing was done. Give the file that -WhatIf -PlanPath wrote.",
        problem);

    internal static KeyRotationException Changed(string path) => Of(
        "PlanChanged",
        FailureCategory.InvalidData,
        $"{path} was changed after it was made: its hash does not fit what it says. Nothing was done. Make a new plan, and have it approved.");

    internal static KeyRotationException NotApproved(string path, string hash, string approved) => Of(
        "PlanNotApproved",
        FailureCategory.InvalidArgument,
        $"{path} is not the plan that was approved: its hash is {hash}, and -PlanHash is {approved}. Nothing was done. Give the file that was approved, or have this one approved.");

    internal static KeyRotationException OtherConditions(string path, IEnumerable<string> made) => Of(
        "PlanOfOtherConditions",
        FailureCategory.InvalidArgument,
        $"{path} was made with {string.Join(", ", made)}, and this run has other values: other keys would be due. Nothing was done. Give the values of the plan, or make a new one.");

    /// <summary>An account of a plan was not among those that a run was given.</summary>
    /// <param name="accountId">The account.</param>
    public static KeyRotationException AccountNotGiven(string accountId) => Of(
        "PlanAccountNotGiven",
        FailureCategory.ObjectNotFound,
        $"The plan has steps in account {accountId}, where this run did not work. Connect to that account, or pipe it from Get-KeyRotationAccount, and run the plan again: steps that were taken are not taken twice.");

    private static KeyRotationException Of(string errorId, FailureCategory category, string message, Exception? cause = null) => new(errorId, category, target: null, message, cause);
}
