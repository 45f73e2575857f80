using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.CredentialReports;

namespace KeyRotation.Alternatives.Evidence;

/// <summary>What is known of a key. Nothing here makes a call.</summary>
internal sealed class KeyFacts
{
    /// <summary>The module's own calls verify keys, and show no user of them.</summary>
    private const string OwnAgent = "KeyRotation/";

    /// <param name="key">The key.</param>
    /// <param name="partition">The partition of its account.</param>
    /// <param name="password">The user's console password; null where no credential report was read.</param>
    /// <param name="activities">Who signed with it; null where that is not known.</param>
    /// <param name="lastUsed">When it was last used, where more is known of that than the key says itself.</param>
    public KeyFacts(AccessKey key, string partition, ReportedPassword? password, IEnumerable<KeyActivity>? activities, EvidenceOfUse? lastUsed = null)
    {
        Key = key;
        LastUsed = lastUsed ?? key.LastUsed;
        Partition = partition;
        Password = password;
        Signers = activities?.Select(activity => new Signer(activity)).Where(signer => signer.Agent.IndexOf(OwnAgent, StringComparison.OrdinalIgnoreCase) < 0).ToList();
    }

    public AccessKey Key { get; }

    public EvidenceOfUse LastUsed { get; }

    public string Partition { get; }

    public ReportedPassword? Password { get; }

    /// <summary>Who signs with the key; null where that is not known, empty where nothing was found.</summary>
    public IReadOnlyList<Signer>? Signers { get; }

    public bool HasSigners => Signers is { Count: > 0 };

    public string UserName => Key.UserName;

    public string AccountId => Key.AccountId;

    public bool IsRoot => UserName == KeyReference.RootUserName;

    /// <summary>How long the key has not been used; null where it was never used or that is not known.</summary>
    public TimeSpan? UnusedFor => LastUsed.At is DateTimeOffset used ? Key.SeenAt - used : null;

    /// <summary>An ARN of IAM in the account.</summary>
    public string Arn(string resource) => $"arn:{Partition}:iam::{AccountId}:{resource}";
}
