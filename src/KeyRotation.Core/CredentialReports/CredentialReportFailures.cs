using System;
using static KeyRotation.Failures;

namespace KeyRotation.CredentialReports;

/// <summary>Failures of getting and reading a credential report.</summary>
internal static class CredentialReportFailures
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

    public static KeyRotationException AgeUnknown(KeyReference user, ReportedKey key) => new(
        "AgeUnknown",
        FailureCategory.InvalidData,
        user,
        $"The age of access key {key.Number} of {user} is unknown: the credential report has no date for it. Look at the user with -Live, or in the console.");
}
