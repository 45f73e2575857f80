using System;
using System.Diagnostics;
using System.Globalization;
using KeyRotation.CredentialReports;

namespace KeyRotation;

/// <summary>Makes every failure of the rules: id, category, target, and a message with the next step.</summary>
internal static partial class Failures
{
    private const string HowToSaveReport = "Save the report as AWS gives it, without a spreadsheet: aws iam get-credential-report > report.json";

    public static KeyRotationException ReportNotCompleted(string accountId, TimeSpan limit) => new(
        "ReportNotCompleted",
        FailureCategory.OperationTimeout,
        target: null,
        $"AWS did not finish the credential report of account {accountId} within {Span(limit)}. Run again later, or use -Live to ask for every key directly.");

    public static KeyRotationException ReportUnreadable(string what, Exception problem) => new(
        "ReportUnreadable",
        FailureCategory.InvalidData,
        target: null,
        $"Cannot read {what}: {problem.Message} Get it again, or use -Live to ask for every key directly.",
        problem);

    public static KeyRotationException SavedReportUnreadable(string name, Exception problem) => new(
        "ReportUnreadable",
        FailureCategory.InvalidData,
        target: null,
        $"Cannot read the saved credential report {name}. {Sentence(problem.Message)} {HowToSaveReport}",
        problem);

    public static KeyRotationException ReportRowUnreadable(string what, ReportRowProblem problem) => new(
        "ReportRowUnreadable",
        FailureCategory.InvalidData,
        problem.UserName is null ? null : new KeyReference(problem.AccountId ?? string.Empty, problem.UserName, AccessKeyId: null),
        $"Cannot read line {problem.LineNumber} of {what}{(problem.UserName is null ? string.Empty : $", user {problem.UserName}")}. {problem.Text} The user of this line was not checked. {HowToSaveReport}");

    public static KeyRotationException LiveReportRowUnreadable(string accountId, ReportRowProblem problem)
    {
        KeyReference? user = problem.UserName is null ? null : new KeyReference(accountId, problem.UserName, AccessKeyId: null);
        return new(
            "ReportRowUnreadable",
            FailureCategory.InvalidData,
            user,
            $"Cannot read line {problem.LineNumber} of the credential report of account {accountId}{(user is null ? string.Empty : $", user {user.UserName}")}. {problem.Text} "
            + "The user of this line was not checked. Look at the user with -Live.");
    }

    public static KeyRotationException UserNotInSavedReport(KeyReference user) => new(
        "UserNotInReport",
        FailureCategory.ObjectNotFound,
        user,
        $"User {user.UserName} was not found in the saved credential reports. Check the name, or save a newer report.");

    public static KeyRotationException UserNotInReport(KeyReference user, DateTimeOffset reportTime) => new(
        "UserNotInReport",
        FailureCategory.ObjectNotFound,
        user,
        $"The credential report that was generated at {Time(reportTime)} does not know {user}: there is no such user, or it was created since. Check the name, or run again when AWS makes a new report, four hours after that one.");

    public static KeyRotationException NoUserMatches(KeyReference pattern) => new(
        "NoUserMatches",
        FailureCategory.ObjectNotFound,
        pattern,
        $"No user of account {pattern.AccountId} matches '{pattern.UserName}'. Nothing was done. Check the pattern and the account.");

    public static KeyRotationException AgeUnknown(KeyReference user, ReportedKey key) => new(
        "AgeUnknown",
        FailureCategory.InvalidData,
        user,
        $"The age of access key {key.Number} of {user} is unknown: the credential report has no date for it. Look at the user with -Live, or in the console.");

    /// <summary>What an exception in the work on one user means to the user: nothing that was not foreseen ends the work on others.</summary>
    public static KeyRotationException Of(Exception problem, KeyReference target) => problem switch
    {
        KeyRotationException failure => failure,
        ServiceException call => Service(call, target),
        _ => Unexpected(problem, target),
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

    /// <summary>A cause in words, with the action that a policy would have to allow.</summary>
    public static string Cause(Exception problem) => problem is ServiceException call ? $"{call.Action}: {call.Message}" : problem.Message;

    private static string Sentence(string text) => text.EndsWith(".", StringComparison.Ordinal) ? text : text + ".";

    public static string Span(TimeSpan span) =>
        span.TotalDays >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} days", span.TotalDays)
        : span.TotalHours >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} hours", span.TotalHours)
        : span.TotalMinutes >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} minutes", span.TotalMinutes)
        : string.Format(CultureInfo.InvariantCulture, "{0:0.#} seconds", span.TotalSeconds);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
