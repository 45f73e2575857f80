using System;

namespace KeyRotation;

/// <summary>What was done to a key, by the event history of CloudTrail: it was created, made active or inactive, or deleted.</summary>
public sealed class KeyChange : IResult
{
    internal KeyChange(KeyReference reference, string action, DateTimeOffset time)
    {
        Reference = reference;
        Action = action;
        Time = time;
    }

    /// <summary>The IAM user whose key it is; empty where the event does not name it.</summary>
    public string UserName => Reference.UserName;

    /// <summary>The key.</summary>
    public string AccessKeyId => Reference.AccessKeyId!;

    /// <summary>CreateAccessKey, UpdateAccessKey or DeleteAccessKey.</summary>
    public string Action { get; }

    /// <summary>The status that the key was given; null where it was deleted.</summary>
    public string? Status { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The ARN of who called.</summary>
    public string? CallerArn { get; init; }

    /// <summary>The address that the call came from, or the name of the service that made it.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>The program and its version.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether the call says that it is this module's. Any client can say so.</summary>
    public bool IsKeyRotation { get; init; }

    /// <summary>The error code that was answered; null where it was done.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The twelve digits of the account.</summary>
    public string AccountId => Reference.AccountId;

    /// <summary>When the events were looked up, by AWS's clock, UTC.</summary>
    public DateTimeOffset SeenAt { get; init; }

    internal KeyReference Reference { get; }

    /// <summary>The change as messages name it.</summary>
    public override string ToString() => $"{Action} of {Reference} at {Failures.Time(Time)} by {CallerArn}";
}
