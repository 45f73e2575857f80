using System;
using System.Globalization;

namespace KeyRotation.Notices;

/// <summary>Makes the lines of notices out of what the commands of the module give.</summary>
public static class NoticeLines
{
    /// <summary>The line of an object; null where it holds nothing that anybody has to know, as a control that is passed.</summary>
    /// <param name="item">An <see cref="AccessKey"/>, <see cref="KeyStatus"/>, <see cref="RotatedAccessKey"/>, <see cref="ControlResult"/>, <see cref="RotationSummary"/> or <see cref="KeyRotationException"/>.</param>
    /// <exception cref="KeyRotationException">It is something else.</exception>
    public static NoticeLine? Of(object item) => item switch
    {
        KeyStatus status => StatusLines.Of(status),
        AccessKey key => KeyLines.Of(key),
        RotatedAccessKey rotated => Rotated(rotated),
        ControlResult result => result.StatusValue == ControlStatus.Fail ? Control(result) : null,
        RotationSummary summary => Summary(summary),
        KeyRotationException failure => Failure(failure),
        _ => throw NoticeFailures.NotNoticeable(item ?? throw new ArgumentNullException(nameof(item))),
    };

    private static NoticeLine Rotated(RotatedAccessKey rotated)
    {
        bool isDelivered = rotated.Destinations.Count > 0;
        return new NoticeLine
        {
            AccountId = rotated.AccountId,
            AccountName = rotated.GetConnection()?.Account?.Name,
            UserName = rotated.UserName,
            AccessKeyId = rotated.AccessKeyId,
            What = $"This new key replaces {rotated.ReplacedAccessKeyId}, which stays active for now.",
            When = rotated.Verified ? rotated.VerifiedDate : rotated.CreateDate,
            ToDo = isDelivered
                ? $"See that every application reads the new secret. {rotated.ReplacedAccessKeyId} is disabled when it is no longer used."
                : "The secret is with the person or the script that rotated, and nowhere else: get it from there.",
            SecretLocation = isDelivered ? string.Join(" and ", rotated.Destinations) : null,
            Connection = rotated.GetConnection(),
        };
    }

    private static NoticeLine Control(ControlResult result) => new()
    {
        AccountId = result.AccountId,
        AccountName = result.Account?.Name,
        UserName = result.UserName,
        What = ForeignText.Clean($"{result.Benchmark} {result.ControlId} failed ({result.Severity}): {Failures.Sentence(result.Reason)}"),
        When = result.CheckedAt,
        ToDo = result.Remedy.Count == 0 ? null : "Run: " + string.Join("; ", result.Remedy),
        Connection = result.Account?.GetConnection(),
    };

    private static NoticeLine Summary(RotationSummary summary) => new()
    {
        AccountId = summary.AccountId,
        What = string.Format(
            CultureInfo.InvariantCulture,
            "A pass rotated {0}, disabled {1} and removed {2} keys; {3} left for later, {4} failed.",
            summary.Rotated,
            summary.Disabled,
            summary.Removed,
            summary.LeftForLater,
            summary.Failures),
        When = summary.EndedAt,
        ToDo = summary.Failures > 0 ? "Look at the errors of the run, and run again."
            : summary.LeftUntil is DateTimeOffset until ? $"Nothing: a run from {Display.Time(until)} on does the rest."
            : null,
    };

    /// <summary>The line of a step that a pass only plans.</summary>
    internal static NoticeLine Planned(PlanStep step) => new()
    {
        AccountId = step.AccountId,
        UserName = step.UserName,
        AccessKeyId = step.AccessKeyId,
        What = ForeignText.Clean($"This is planned, and not done yet: {Failures.Sentence(step.Text)}"),
    };

    /// <summary>The message of a failure says what happened and what to do next.</summary>
    private static NoticeLine Failure(KeyRotationException failure) => new()
    {
        AccountId = failure.Target is { AccountId.Length: > 0 } target ? target.AccountId : failure.Account?.AccountId ?? string.Empty,
        AccountName = failure.Account?.Name,
        UserName = failure.Target?.UserName ?? string.Empty,
        AccessKeyId = failure.Target?.AccessKeyId,
        What = ForeignText.Clean($"{failure.ErrorId}: {failure.Message}"),
        When = failure.RetryAfter,
        ToDo = failure.RetryAfter is null ? null : "Nothing: a run from then on can do it.",
        Connection = failure.Account?.GetConnection(),
    };
}
