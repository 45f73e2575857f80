using System;
using System.Collections.Generic;
using KeyRotation.Journal;

namespace KeyRotation;

/// <summary>
/// What one control of a benchmark says of one resource: a user, or the account's root user. What has a few values is a word,
/// because ConvertTo-Json makes a number of an enum.
/// </summary>
public sealed class ControlResult : IResult
{
    /// <summary>The benchmark and its version, e.g. <c>CIS AWS Foundations 5.0.0</c>.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The control's number in the benchmark, e.g. <c>1.13</c> or <c>IAM.3</c>.</summary>
    public required string ControlId { get; init; }

    /// <summary>What the control asks for, whatever its number.</summary>
    public string Control
    {
        get => ControlValue.ToString();
        init => ControlValue = Read<ComplianceControl>(value);
    }

    /// <summary>The control's title, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The verdict.</summary>
    public string Status
    {
        get => StatusValue.ToString();
        init => StatusValue = Read<ControlStatus>(value);
    }

    /// <summary>How much a failure of the control matters; by AWS Security Hub where it has the control.</summary>
    public string Severity
    {
        get => SeverityValue.ToString();
        init => SeverityValue = Read<ControlSeverity>(value);
    }

    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The IAM user, or <c>&lt;root_account&gt;</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>The ARN of the user.</summary>
    public required string ResourceArn { get; init; }

    /// <summary>Why the verdict is what it is, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The values that the verdict rests on, and where each comes from.</summary>
    public required IReadOnlyList<ControlEvidence> Evidence
    {
        get;
        init => field = new TextList<ControlEvidence>(value);
    }

    /// <summary>What to do about a failure, as command lines; empty otherwise.</summary>
    public IReadOnlyList<string> Remedy
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>The same demand in other catalogues, e.g. <c>PCI DSS 4.0.1 8.3.9</c>.</summary>
    public IReadOnlyList<string> References
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>
    /// What AWS Config said of the same, in its words: COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE or INSUFFICIENT_DATA. Null without -CompareConfig, where Config
    /// has no rule for the control, and where its rule has said nothing of the resource.
    /// </summary>
    public string? ConfigVerdict { get; init; }

    /// <summary>Why AWS Config says something else, or nothing; null where both say the same, and where nothing was compared.</summary>
    public string? ConfigDifference { get; init; }

    /// <summary>When AWS generated the credential report, UTC; null for a saved report, which does not say, and for live calls.</summary>
    public DateTimeOffset? ReportTime { get; init; }

    /// <summary>When the control was checked: by AWS's clock, for a saved report by the machine's; UTC.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>How old the credential report was; null where its time is not known.</summary>
    public TimeSpan? ReportAge => CheckedAt - ReportTime;

    /// <summary>The account as the pipeline brought it; null for a saved report and for the account of the connection.</summary>
    internal Account? Account { get; init; }

    /// <summary>What the tags of the user say; null where they were not read.</summary>
    internal UserJournal? Journal { get; init; }

    internal ComplianceControl ControlValue { get; init; }

    internal ControlStatus StatusValue { get; init; }

    internal ControlSeverity SeverityValue { get; init; }

    /// <summary>Control, verdict and resource in one line.</summary>
    public override string ToString() => $"{ControlId} {Status}: {UserName}: {Reason}";

    private static T Read<T>(string word)
        where T : struct, Enum =>
        Enum.TryParse(word, ignoreCase: true, out T value) ? value : throw new ArgumentException($"'{word}' is not a {typeof(T).Name}.", nameof(word));
}
