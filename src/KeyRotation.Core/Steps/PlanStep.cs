using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation;

/// <summary>A step of a plan, as people read it and as a later run finds it again.</summary>
/// <param name="AccountId">The twelve digits of the account.</param>
/// <param name="UserName">The IAM user.</param>
/// <param name="AccessKeyId">The key; for a rotation the key that is replaced.</param>
/// <param name="Step">What is done: Rotate, Disable, Remove and so on.</param>
/// <param name="Text">The step in words.</param>
public sealed record PlanStep(string AccountId, string UserName, string AccessKeyId, string Step, string Text)
{
    /// <summary>Where the secret of a new key goes; empty for other steps, and where it goes to the output object alone.</summary>
    public IReadOnlyList<string> Destinations
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>When the key was seen, by AWS's clock, UTC.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    internal KeyReference Key => new(AccountId, UserName, AccessKeyId);

    internal bool IsSameAs(PlanStep other) => Step == other.Step && AccountId == other.AccountId && KeyIds.AreSame(AccessKeyId, other.AccessKeyId) && IsOf(other.AccountId, other.UserName);

    internal bool IsOf(string accountId, string userName) => AccountId == accountId && string.Equals(UserName, userName, StringComparison.OrdinalIgnoreCase);

    internal bool GoesWhere(PlanStep other) => Destinations.SequenceEqual(other.Destinations, StringComparer.Ordinal);
}
