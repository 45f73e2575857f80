using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// The event history of AWS CloudTrail: the management events of the last 90 days, region by region. Every look-up throws
/// <see cref="ServiceException"/> when the service refuses or does not answer, and is sent once: who looks up keeps to the quota.
/// </summary>
public interface ITrailService
{
    /// <summary>The region that has the events of IAM in the partition of the account.</summary>
    string HomeRegion { get; }

    /// <summary>The regions of the partition that this release knows, those that an account has to enable among them.</summary>
    IReadOnlyList<string> Regions { get; }

    /// <summary>Fails where a region is not of the partition of the account.</summary>
    /// <param name="region">The region.</param>
    /// <exception cref="KeyRotationException">It is of another partition, or of none.</exception>
    void RequireRegion(string region);

    /// <summary>One page of the events that match, the latest first; it may be empty with others behind it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="lookup">What is looked for.</param>
    /// <param name="nextToken">What the page before gave; null for the first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<TrailPage> LookUpAsync(string region, TrailLookup lookup, string? nextToken, CancellationToken cancellationToken);
}

/// <summary>What is looked for in the event history: CloudTrail takes one attribute at a time.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Value">Its value.</param>
/// <param name="From">From when on, UTC; until now.</param>
public sealed record TrailLookup(TrailLookupKey Attribute, string Value, DateTimeOffset From);

/// <summary>By what events are found; the names are those of the CloudTrail API.</summary>
public enum TrailLookupKey
{
    /// <summary>The key that signed.</summary>
    AccessKeyId,

    /// <summary>What was acted upon, e.g. a key or a user.</summary>
    ResourceName,
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events, the latest first.</param>
/// <param name="NextToken">What gives the next page; null where this is the last.</param>
public sealed record TrailPage(IReadOnlyList<TrailEvent> Events, string? NextToken);

/// <summary>One event. What its record does not say is null; no text of it is to be trusted.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Service">The service, e.g. <c>ec2</c> of <c>ec2.amazonaws.com</c>.</param>
/// <param name="Action">The operation, e.g. DescribeInstances.</param>
public sealed record TrailEvent(string EventId, DateTimeOffset At, string Service, string Action)
{
    /// <summary>The region that was called.</summary>
    public string? Region { get; init; }

    /// <summary>The address that the call came from, or the name of the service that made it.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>What the client called itself.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The error code that was answered; null where there was none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The ARN of who called.</summary>
    public string? CallerArn { get; init; }

    /// <summary>The IAM user who called; null for a role.</summary>
    public string? CallerUserName { get; init; }

    /// <summary>The IAM user that was acted upon.</summary>
    public string? UserName { get; init; }

    /// <summary>The key that was acted upon.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The status that the key was given, as the call says it.</summary>
    public string? Status { get; init; }
}
