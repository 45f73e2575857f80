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
        $"Cannot read line {problem.LineNumber} of {what}{(problem.UserName is null ? string.Empty : $", user {problem.UserName}")}. {problem.Text} This user was not checked. {HowToSaveReport}");

    public static KeyRotationException LiveReportRowUnreadable(string accountId, ReportRowProblem problem)
    {
        var user = new KeyReference(accountId, problem.UserName ?? string.Empty, AccessKeyId: null);
        return new(
            "ReportRowUnreadable",
            FailureCategory.InvalidData,
            problem.UserName is null ? null : user,
            $"Cannot read line {problem.LineNumber} of the credential report of account {accountId}, user {problem.UserName}. {problem.Text} This user was not checked. Look at the user with -Live.");
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
        $"How old access key {key.Number} of {user} is cannot be told: the credential report has no date for it. Look at the user with -Live, or in the console.");

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

    /// <summary>What a refused, failed or unanswered call means to the user.</summary>
    public static KeyRotationException Service(ServiceException problem, KeyReference? target)
    {
        string on = target is null ? string.Empty : " for " + target;
        (string id, FailureCategory category, string next) = problem.Kind switch
        {
            ServiceErrorKind.AccessDenied => ("AccessDenied", FailureCategory.PermissionDenied,
                $"Allow {problem.Action} to the identity that signs, then run again."),
            ServiceErrorKind.NotFound when target?.AccessKeyId is null => ("UserNotFound", FailureCategory.ObjectNotFound,
                "Check the name and the account."),
            ServiceErrorKind.NotFound => ("KeyNotFound", FailureCategory.ObjectNotFound,
                "The key or its user is gone, or the key belongs to another user. List the user's keys and run again."),
            ServiceErrorKind.QuotaReached => ("QuotaReached", FailureCategory.LimitsExceeded,
                "This quota cannot be raised: make room first."),
            ServiceErrorKind.Throttled => ("Throttled", FailureCategory.LimitsExceeded,
                "AWS asks for fewer calls. Run again later, or with a lower -ThrottleLimit."),
            ServiceErrorKind.InvalidInput => ("InvalidInput", FailureCategory.InvalidArgument,
                "Correct what was given."),
            ServiceErrorKind.Conflict => ("Conflict", FailureCategory.ResourceBusy,
                "Somebody changes the same user. Run again."),
            ServiceErrorKind.AlreadyExists => ("AlreadyExists", FailureCategory.ResourceBusy,
                "Somebody made it meanwhile. Run again."),
            ServiceErrorKind.InvalidKey or ServiceErrorKind.InvalidSignature => ("CredentialsRefused", FailureCategory.AuthenticationError,
                "AWS does not accept the credentials: they are wrong, inactive or expired. Check -ProfileName, -AccessKey or the environment."),
            ServiceErrorKind.NoAnswer => ("NoAnswer", FailureCategory.ConnectionError,
                "Check the network, the endpoint and the proxy, then run again."),
            ServiceErrorKind.MalformedAnswer => ("MalformedAnswer", FailureCategory.ConnectionError,
                "Something between here and AWS changes or cuts answers: check the endpoint and the proxy, then run again."),
            ServiceErrorKind.ServiceFailure => ("ServiceFailure", FailureCategory.ConnectionError,
                "The service failed. Run again later."),
            _ => ("ServiceError", FailureCategory.NotSpecified, "Run again, or ask AWS Support with the request id."),
        };
        string code = problem.Code is null ? string.Empty : $" ({problem.Code})";
        string request = problem.RequestId is null ? string.Empty : $" Request id {problem.RequestId}.";
        return new KeyRotationException(id, category, target, $"{problem.Action} failed{on}{code}: {Sentence(problem.Message)} {next}{request}", problem);
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
