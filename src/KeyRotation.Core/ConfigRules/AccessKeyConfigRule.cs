using System;
using System.Collections.Generic;

namespace KeyRotation;

/// <summary>A rule of AWS Config that concerns access keys, in one region of an account.</summary>
public sealed class AccessKeyConfigRule : IResult
{
    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>Its name, e.g. access-keys-rotated.</summary>
    public required string Name { get; init; }

    /// <summary>What it asks for: Rotated, Unused or Root. A word, because ConvertTo-Json makes a number of an enum.</summary>
    public required string Rule { get; init; }

    /// <summary>What AWS calls the rule that it is made of, e.g. ACCESS_KEYS_ROTATED.</summary>
    public required string Source { get; init; }

    /// <summary>Its limit in days; null where it has none.</summary>
    public int? Days { get; init; }

    /// <summary>Where it is in its life, in AWS's words: ACTIVE, EVALUATING, DELETING or DELETING_RESULTS; null for one that was put just now.</summary>
    public string? State { get; init; }

    /// <summary>When it last gave verdicts, UTC; null when it never did.</summary>
    public DateTimeOffset? LastEvaluation { get; init; }

    /// <summary>What went wrong when it last failed, in AWS's words; null when nothing did.</summary>
    public string? Problem { get; init; }

    /// <summary>How often it runs, in AWS's words; null for AWS's own choice, 24 hours.</summary>
    public string? Frequency { get; init; }

    /// <summary>The service of AWS that made it, and that alone may change it; null otherwise.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Its ARN; empty for one that was created just now.</summary>
    public string Arn { get; init; } = string.Empty;

    /// <summary>What it said of each user when it last ran; null where that was not asked for, or could not be read.</summary>
    public IReadOnlyList<ConfigVerdict>? Verdicts
    {
        get;
        init => field = value is null ? null : new TextList<ConfigVerdict>(value);
    }

    /// <summary>The rule as messages name it.</summary>
    public override string ToString() => $"{Name} in {Region}";
}

/// <summary>What a rule of AWS Config said of a user, or of the account.</summary>
public sealed class ConfigVerdict
{
    /// <summary>The user; null where no user of that id is there any more, and for the rule on the root user.</summary>
    public string? UserName { get; init; }

    /// <summary>The unique id of the user, or the number of the account.</summary>
    public required string ResourceId { get; init; }

    /// <summary>In AWS's words: COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE or INSUFFICIENT_DATA.</summary>
    public required string Verdict { get; init; }

    /// <summary>When the rule ran, UTC; null where that is not known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What the rule adds; null when it adds nothing.</summary>
    public string? Annotation { get; init; }

    /// <summary>User and verdict, as tables show it.</summary>
    public override string ToString() => $"{UserName ?? ResourceId}: {Verdict}";
}
