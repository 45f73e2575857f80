using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation;

/// <summary>One user of a key: what signed with it from one address with one program, by the event history of CloudTrail.</summary>
public sealed class KeyActivity : IResult
{
    internal KeyActivity(KeyReference reference, string sourceAddress, string userAgent)
    {
        Reference = reference;
        SourceAddress = sourceAddress;
        UserAgent = userAgent;
    }

    /// <summary>The IAM user; empty where neither the call nor an event names it.</summary>
    public string UserName => Reference.UserName;

    /// <summary>The key that signed.</summary>
    public string AccessKeyId => Reference.AccessKeyId!;

    /// <summary>The address that the calls came from, or the name of the service that made them.</summary>
    public string SourceAddress { get; }

    /// <summary>The program and its version, e.g. <c>Boto3/1.34</c>, <c>aws-cli/2</c> or <c>terraform/1.6</c>.</summary>
    public string UserAgent { get; }

    /// <summary>All that the program called itself in its last call.</summary>
    public string? FullUserAgent { get; init; }

    /// <summary>How many calls were found.</summary>
    public int Count { get; init; }

    /// <summary>How many of them were refused for want of a permission.</summary>
    public int Denied { get; init; }

    /// <summary>The first call that was found, UTC.</summary>
    public DateTimeOffset FirstTime { get; init; }

    /// <summary>The last call that was found, UTC.</summary>
    public DateTimeOffset LastTime { get; init; }

    /// <summary>What was called, and how often; the most frequent first.</summary>
    public IReadOnlyList<ActionCount> Actions
    {
        get;
        init => field = new TextList<ActionCount>(value);
    } = new TextList<ActionCount>([]);

    /// <summary>The services that were called; the most frequent first.</summary>
    public IReadOnlyList<string> Services => new TextList<string>(Actions.Select(action => action.Service).Distinct(StringComparer.Ordinal));

    /// <summary>The regions that were called.</summary>
    public IReadOnlyList<string> Regions
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>The twelve digits of the account.</summary>
    public string AccountId => Reference.AccountId;

    /// <summary>When the events were looked up, by AWS's clock, UTC.</summary>
    public DateTimeOffset SeenAt { get; init; }

    internal KeyReference Reference { get; }

    /// <summary>The user of the key as messages name it.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0} from {1} ({2}, the last one at {3}: {4})",
        UserAgent,
        SourceAddress,
        Count == 1 ? "1 call" : Count.ToString(CultureInfo.InvariantCulture) + " calls",
        Display.Time(LastTime),
        string.Join(", ", Actions.Take(2).Select(action => action.Service + ":" + action.Action)));
}
