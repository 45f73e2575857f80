using System;
using System.Collections.Generic;

namespace KeyRotation;

/// <summary>One access key of one IAM user in one account, as an audit or a step of the rotation saw it.</summary>
public class AccessKey : IResult
{
    private readonly ConnectionOptions? connection;

    /// <summary>Describes a key as it was seen.</summary>
    /// <param name="reference">Account, user and key id.</param>
    /// <param name="status">What IAM says of the key.</param>
    /// <param name="createDate">When it was created, UTC, to the second.</param>
    /// <param name="seenAt">When it was seen, by AWS's clock; <see cref="Age"/> is as of then.</param>
    /// <param name="connection">The connection it was seen through, so that a pipeline stays in its account.</param>
    public AccessKey(
        KeyReference reference,
        AccessKeyStatus status,
        DateTimeOffset createDate,
        DateTimeOffset seenAt,
        ConnectionOptions? connection)
    {
        Reference = reference ?? throw new ArgumentNullException(nameof(reference));
        StatusValue = status;
        CreateDate = createDate;
        SeenAt = seenAt;
        this.connection = connection;
    }

    /// <summary>The IAM user, or <c>&lt;root_account&gt;</c>.</summary>
    public string UserName => Reference.UserName;

    /// <summary>The key's id; null for a row of a saved credential report, which holds no ids, and for the root user.</summary>
    public string? AccessKeyId => Reference.AccessKeyId;

    /// <summary>1 or 2, as the columns of a credential report number a user's keys; null when AWS was asked directly.</summary>
    public int? KeyNumber { get; init; }

    /// <summary>What IAM says of the key: <c>Active</c>, <c>Inactive</c> or <c>Expired</c>. A word, because ConvertTo-Json makes a number of an enum.</summary>
    public string Status => StatusValue.ToString();

    /// <summary>When the key was created, UTC.</summary>
    public DateTimeOffset CreateDate { get; }

    /// <summary>How old the key was when it was seen, by AWS's clock.</summary>
    public TimeSpan Age => SeenAt - CreateDate;

    /// <summary>The same in days, with one decimal, for tables and files.</summary>
    public double AgeDays => Math.Round(Math.Max(0, Age.TotalDays), 1);

    /// <summary>Evidence of its last use.</summary>
    public EvidenceOfUse LastUsed { get; init; } = EvidenceOfUse.Unknown("not looked up");

    /// <summary>When the key was last used, UTC; null when never or unknown (<see cref="LastUsed"/> tells which).</summary>
    public DateTimeOffset? LastUsedDate => LastUsed.At;

    /// <summary>Where the key stands: the name of a <see cref="KeyStage"/>.</summary>
    public string Stage => StageValue.ToString();

    /// <summary>Why the key is at that stage, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of the key that replaced it, where the journal names one.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Since when the key is at its stage by the journal, UTC; null where the journal says nothing.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The twelve digits of the account.</summary>
    public string AccountId => Reference.AccountId;

    /// <summary>The user's ARN, where it is known.</summary>
    public string? UserArn { get; init; }

    /// <summary>When the key was seen, by AWS's clock, UTC.</summary>
    public DateTimeOffset SeenAt { get; }

    /// <summary>When the credential report behind <see cref="LastUsed"/> was generated, UTC; null when AWS was asked directly.</summary>
    public DateTimeOffset? ReportTime { get; init; }

    /// <summary>How old that credential report was; null when AWS was asked directly. AWS makes a new one after four hours.</summary>
    public TimeSpan? ReportAge => SeenAt - ReportTime;

    /// <summary>The user's own tags, e.g. its owner, without those of the journal; null when they were not asked for.</summary>
    public IReadOnlyDictionary<string, string>? Tags
    {
        get;
        init => field = value is null ? null : new TagTexts(value);
    }

    /// <summary>Why the key is believed to be in the wrong hands; null where no evidence was looked for or found.</summary>
    public IReadOnlyList<CompromiseEvidence>? Compromise
    {
        get;
        init => field = value is null ? null : new TextList<CompromiseEvidence>(value);
    }

    internal AccessKeyStatus StatusValue { get; }

    internal KeyStage StageValue { get; init; }

    internal KeyReference Reference { get; }

    /// <summary>
    /// The connection that the key was seen through; null for an object that came from a file or another process.
    /// A method, so that it does not show in formatted, converted or exported output.
    /// </summary>
    public ConnectionOptions? GetConnection() => connection;

    /// <summary>The key as messages name it.</summary>
    public override string ToString() => Reference.ToString();
}
