using System;
using System.Diagnostics;
using System.Globalization;

namespace KeyRotation;

/// <summary>Failures of any work, and what the texts of all have in common.</summary>
internal static partial class Failures
{
    public static KeyRotationException ChangedSincePlanned(KeyReference key) => new(
        "ChangedSincePlanned",
        FailureCategory.ResourceBusy,
        key,
        $"{key} changed between the check and the step that was agreed to, which no longer fits. Nothing was done; run again.");

    public static KeyRotationException LastUseUnknown(KeyReference key, EvidenceOfUse use) => new(
        "EvidenceUnknown",
        FailureCategory.InvalidOperation,
        key,
        $"When {key} was last used is {use}. Run again when AWS answers, or allow iam:GetAccessKeyLastUsed to the identity that signs.");

    public static KeyRotationException RootKey(KeyReference user) => new(
        "RootKey",
        FailureCategory.InvalidOperation,
        user,
        $"The root user of account {user.AccountId} has an access key. No API call can rotate or remove it: sign in as root and delete it in the console.");

    public static KeyRotationException KeyIdUnknown(KeyReference user) => new(
        "KeyIdUnknown",
        FailureCategory.InvalidArgument,
        user,
        $"The id of this key of user {user.UserName} is not known: it comes from a credential report, which holds no ids. Pipe what Get-StaleAccessKey gives without -Path, or Get-AccessKeyRotation without -All, or name the user and the key.");

    /// <summary>What an exception in the work on one user means to the user: nothing that was not foreseen ends the work on others.</summary>
    public static KeyRotationException Of(Exception problem, KeyReference target) => problem switch
    {
        KeyRotationException { Target: null, Account: null } failure => OfUser(failure, target),
        KeyRotationException failure => failure,
        ServiceException call => Service(call, target),
        _ => Unexpected(problem, target),
    };

    /// <summary>What went wrong in work that is of no user: the exception's own text is left out here, too.</summary>
    public static KeyRotationException Unexpected(Exception problem) => new(
        "UnexpectedError",
        FailureCategory.NotSpecified,
        target: null,
        $"The work ended with an unexpected {problem.GetType().Name} in {Place(problem)}. Where it was to change keys, look at them with Get-AccessKeyRotation before you run again. "
        + "This is a defect of the module: please report it with this text.");

    /// <summary>What concerns the connection is found out in the work on a user, too, whose error it is then.</summary>
    private static KeyRotationException OfUser(KeyRotationException failure, KeyReference target) => new(
        failure.ErrorId,
        failure.Category,
        target,
        $"{target} is left out: {failure.Message}",
        failure.InnerException)
    {
        RetryAfter = failure.RetryAfter,
        MayWait = failure.MayWait,
        IsNotDue = failure.IsNotDue,
        IsNothingToDo = failure.IsNothingToDo,
    };

    /// <summary>The exception itself is left out: its text may quote what was being worked on.</summary>
    private static KeyRotationException Unexpected(Exception problem, KeyReference target) => new(
        "UnexpectedError",
        FailureCategory.NotSpecified,
        target,
        $"The work on {target} ended with an unexpected {problem.GetType().Name} in {Place(problem)}. Look at the user's keys with Get-AccessKeyRotation -UserName {target.UserName} before you run again. "
        + "This is a defect of the module: please report it with this text.");

    private static string Place(Exception problem)
    {
        foreach (StackFrame frame in new StackTrace(problem, fNeedFileInfo: false).GetFrames() ?? [])
        {
            if (frame.GetMethod() is { DeclaringType: { Namespace: string space } type } method && space.StartsWith(nameof(KeyRotation), StringComparison.Ordinal))
            {
                return type.FullName + "." + method.Name;
            }
        }

        return "an unknown place";
    }

    /// <summary>The category of a failure that a call caused: that of the call.</summary>
    public static FailureCategory CategoryOf(Exception problem) => problem switch
    {
        KeyRotationException failure => failure.Category,
        ServiceException call => Service(call, target: null).Category,
        _ => FailureCategory.ConnectionError,
    };

    /// <summary>A cause in words, with the action that a policy would have to allow.</summary>
    public static string Cause(Exception problem) => problem is ServiceException call ? $"{call.Action}: {call.Message}" : problem.Message;

    public static string Sentence(string text) => text.EndsWith(".", StringComparison.Ordinal) ? text : text + ".";

    public static string Span(TimeSpan span) =>
        span.TotalDays >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} days", span.TotalDays)
        : span.TotalHours >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} hours", span.TotalHours)
        : span.TotalMinutes >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} minutes", span.TotalMinutes)
        : string.Format(CultureInfo.InvariantCulture, "{0:0.#} seconds", span.TotalSeconds);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
