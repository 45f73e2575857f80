using System;
using System.Collections.Generic;

namespace KeyRotation;

/// <summary>What can replace a key, and why.</summary>
public sealed class KeyAlternative : IResult
{
    internal KeyAlternative(AccessKey key, string alternative, string confidence)
    {
        Key = key;
        Alternative = alternative;
        Confidence = confidence;
    }

    /// <summary>The IAM user, or <c>&lt;root_account&gt;</c>.</summary>
    public string UserName => Key.UserName;

    /// <summary>The key's id; null for a row of a saved credential report.</summary>
    public string? AccessKeyId => Key.AccessKeyId;

    /// <summary>What can replace the key: one of <see cref="AlternativeKind"/>.</summary>
    public string Alternative { get; }

    /// <summary>How much the evidence is worth: one of <see cref="AlternativeConfidence"/>.</summary>
    public string Confidence { get; }

    /// <summary>Why, in a sentence for people; where the alternative is not known, what to do to find out.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>What was seen.</summary>
    public IReadOnlyList<string> Evidence
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>What has to change in the application, and what stays.</summary>
    public string? Move { get; init; }

    /// <summary>The trust policy of the role, as JSON; null where no role is created.</summary>
    public string? TrustPolicy { get; init; }

    /// <summary>Commands to paste into PowerShell. What cannot be known is in angle brackets.</summary>
    public IReadOnlyList<string> Commands
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>The twelve digits of the account.</summary>
    public string AccountId => Key.AccountId;

    /// <summary>When the key was seen, by AWS's clock, UTC.</summary>
    public DateTimeOffset SeenAt => Key.SeenAt;

    internal AccessKey Key { get; }

    internal bool IsKnown => Alternative != AlternativeKind.Unknown;

    /// <summary>The alternative as messages name it.</summary>
    public override string ToString() => $"{Alternative} ({Confidence}) for {Key.Reference}";
}
