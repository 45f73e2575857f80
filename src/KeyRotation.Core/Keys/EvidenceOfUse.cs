using System;
using System.Globalization;

namespace KeyRotation;

/// <summary>What is known of a key's last use. Words, because ConvertTo-Json makes a number of an enum.</summary>
public static class UseKind
{
    /// <summary>Nothing is known: the look-up failed or was not made. Never permits anything.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>AWS answered that the key was never used (tracking began on 2015-04-22).</summary>
    public const string NeverUsed = nameof(NeverUsed);

    /// <summary>AWS answered with a last use.</summary>
    public const string Used = nameof(Used);
}

/// <summary>
/// Evidence of a key's last use, as GetAccessKeyLastUsed or the credential report gives it. AWS records one use
/// per span of 15 minutes, and a use of the last moments may not show yet.
/// </summary>
public sealed class EvidenceOfUse
{
    private EvidenceOfUse(string kind, DateTimeOffset? at, string? service, string? region, string? reason)
    {
        Kind = kind;
        At = at;
        Service = service;
        Region = region;
        Reason = reason;
    }

    /// <summary>The answer "never used".</summary>
    public static EvidenceOfUse NeverUsed { get; } = new(UseKind.NeverUsed, at: null, service: null, region: null, reason: null);

    /// <summary>What is known: one of <see cref="UseKind"/>.</summary>
    public string Kind { get; }

    /// <summary>When the key was last used, UTC; null unless <see cref="Kind"/> is <see cref="UseKind.Used"/>.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>The service that was last called, as AWS abbreviates it.</summary>
    public string? Service { get; }

    /// <summary>The region that was last called; null for global services.</summary>
    public string? Region { get; }

    /// <summary>Why nothing is known; null unless <see cref="Kind"/> is <see cref="UseKind.Unknown"/>.</summary>
    public string? Reason { get; }

    /// <summary>A use at the given time.</summary>
    /// <param name="at">When, UTC.</param>
    /// <param name="service">The service; null or <c>N/A</c> when it is not known.</param>
    /// <param name="region">The region; null or <c>N/A</c> when it is not known or the service is global.</param>
    public static EvidenceOfUse Used(DateTimeOffset at, string? service, string? region) =>
        new(UseKind.Used, at, Known(service), Known(region), reason: null);

    /// <summary>No evidence.</summary>
    /// <param name="reason">Why: part of the messages that refuse to act on it.</param>
    public static EvidenceOfUse Unknown(string reason) => new(UseKind.Unknown, at: null, service: null, region: null, reason);

    /// <summary>A short text for people.</summary>
    public override string ToString() => Kind switch
    {
        UseKind.NeverUsed => "never used",
        UseKind.Used => string.Format(
            CultureInfo.InvariantCulture,
            "used {0:yyyy-MM-dd HH:mm}Z{1}{2}",
            At!.Value.UtcDateTime,
            Service is null ? string.Empty : " by " + Service,
            Region is null ? string.Empty : " in " + Region),
        _ => "unknown" + (Reason is null ? string.Empty : ": " + Reason),
    };

    private static string? Known(string? value) => string.IsNullOrEmpty(value) || value == "N/A" ? null : value;
}
