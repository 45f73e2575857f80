using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Iam;
using KeyRotation.Sandbox.Trail;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>
    /// Records that an application called AWS with a key: as a use of the key, and as a management event in the history of CloudTrail.
    /// <see cref="RecordUse"/> records the use alone, as for a data event.
    /// </summary>
    /// <param name="accessKeyId">The key, active or not.</param>
    /// <param name="service">The service, e.g. ec2.</param>
    /// <param name="operation">The operation, e.g. DescribeInstances.</param>
    /// <param name="region">Its region.</param>
    /// <param name="sourceAddress">Where the call came from.</param>
    /// <param name="userAgent">What the client calls itself.</param>
    /// <param name="errorCode">The error that was answered; null or empty for none.</param>
    /// <param name="at">When; null for now.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void RecordActivity(
        string accessKeyId, string service, string operation, string region, string sourceAddress, string userAgent, string? errorCode = null, DateTimeOffset? at = null)
    {
        identity.RequireRegion(region);
        var key = FindKey(accessKeyId) ?? throw IamErrors.AccessKeyNotFound(accessKeyId);
        var user = FindUser(key.UserName)!;
        var time = SandboxClock.WholeSeconds(at ?? clock.UtcNow);
        Iam.RecordUse(accessKeyId, service, region, time);
        Trail.Add(new TrailRecord(time, region, service, operation, new TrailSigner(accessKeyId, user.Arn, user.UserId, user.UserName))
        {
            SourceAddress = sourceAddress,
            UserAgent = userAgent,
            ErrorCode = string.IsNullOrEmpty(errorCode) ? null : errorCode,
            IsReadOnly = !Services.OperationNames.Changes(operation),
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal),
        });
    }
}
