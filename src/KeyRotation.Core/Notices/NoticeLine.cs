using System;
using System.Collections.Generic;
using KeyRotation.Notices;

namespace KeyRotation;

/// <summary>One thing that the owner of a key should know: what happened to a key or is due, and what to do. Never a secret.</summary>
public sealed class NoticeLine
{
    /// <summary>The twelve digits of the account; empty where the object does not say it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The name of the account; null where it is not known.</summary>
    public string? AccountName { get; init; }

    /// <summary>The IAM user; empty for what concerns a whole account.</summary>
    public string UserName { get; init; } = string.Empty;

    /// <summary>The id of the key; null where it is not known, or where no key is meant.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>What happened or is due, in one or two sentences.</summary>
    public required string What { get; init; }

    /// <summary>When it happened or is due, UTC; null where that is not known.</summary>
    public DateTimeOffset? When { get; init; }

    /// <summary>What to do; null where <see cref="What"/> says it, or where there is nothing to do.</summary>
    public string? ToDo { get; init; }

    /// <summary>Where the secret of the new key is: the name of the destination. Null where there is none.</summary>
    public string? SecretLocation { get; init; }

    /// <summary>The step that is due; null where nothing is.</summary>
    internal DueStep? Due { get; init; }

    /// <summary>The tags of the user, without those of the journal; null where they are not known.</summary>
    internal IReadOnlyDictionary<string, string>? Tags { get; set; }

    /// <summary>The way to the account of the key; null where the object does not have it.</summary>
    internal ConnectionOptions? Connection { get; set; }

    /// <summary>Whether it is about a user of IAM, whose tags can say who owns it.</summary>
    internal bool HasUser => UserName.Length > 0 && UserName != KeyReference.RootUserName;

    /// <summary>User, account and key, as the text of a notice begins each line.</summary>
    internal string Subject
    {
        get
        {
            string account = AccountId.Length == 0 ? string.Empty : "account " + AccountId + (AccountName is null ? string.Empty : $" ({AccountName})");
            string user = UserName.Length == 0 ? account : account.Length == 0 ? "user " + UserName : $"user {UserName} in {account}";
            return AccessKeyId is null ? user : user.Length == 0 ? "key " + AccessKeyId : $"key {AccessKeyId} of {user}";
        }
    }

    /// <summary>The line as a text of one line.</summary>
    public override string ToString() => $"{Subject}: {What}";
}
