using System;

namespace KeyRotation;

/// <summary>
/// A running sandbox as a session sees it. What answers is in an assembly that is loaded only when a sandbox is started:
/// this is all that the cmdlets know of it.
/// </summary>
public abstract class KeyRotationSandbox : IDisposable
{
    /// <summary>Where it listens, the endpoint of every service, e.g. http://127.0.0.1:43117.</summary>
    public abstract string Endpoint { get; }

    /// <summary>The twelve digits of its account.</summary>
    public abstract string AccountId { get; }

    /// <summary>The partition of its account, as in its ARNs: aws, aws-us-gov or aws-cn.</summary>
    public abstract string Partition { get; }

    /// <summary>How many users were made up, beside the administrator.</summary>
    public abstract int Users { get; }

    /// <summary>What they were drawn from.</summary>
    public abstract int Seed { get; }

    /// <summary>Its time now, UTC.</summary>
    public abstract DateTimeOffset Time { get; }

    /// <summary>How many calls to AWS's services it has seen.</summary>
    public abstract int Calls { get; }

    /// <summary>How the session reaches it. A method and no property, so that no table and no dump shows it.</summary>
    public abstract ConnectionOptions GetConnection();

    /// <summary>Moves its clock forwards.</summary>
    /// <param name="by">How far; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative, or leads beyond the year 9999.</exception>
    public abstract void Advance(TimeSpan by);

    /// <summary>Orders that calls go wrong.</summary>
    /// <param name="operation">The operation, e.g. CreateAccessKey; * for any.</param>
    /// <param name="kind">
    /// Throttle, ServiceFailure, HtmlUnavailable, CutBefore (not done, no answer), CutAfter (done, no answer), CutDuring (done, half an answer),
    /// MalformedAnswer, ErrorAfter (done, answered with an error), WrongDate (done, its header Date 30 days ahead) or NoDate.
    /// </param>
    /// <param name="times">How many calls.</param>
    /// <exception cref="ArgumentException">There is no such kind, or <paramref name="times"/> is less than 1.</exception>
    public abstract void OrderFault(string operation, string kind, int times = 1);

    /// <summary>Takes back the faults that have not come yet.</summary>
    public abstract void ClearFaults();

    /// <summary>Lets an application sign with a key, now.</summary>
    /// <param name="accessKeyId">The key.</param>
    /// <param name="service">What it is used for, e.g. s3.</param>
    /// <exception cref="ArgumentException">There is no such key.</exception>
    public abstract void RecordUse(string accessKeyId, string service = "s3");

    /// <summary>Lets an application call AWS with a key, now: as a use of the key, and as an event in the history of CloudTrail.</summary>
    /// <param name="accessKeyId">The key.</param>
    /// <param name="service">The service, e.g. ec2.</param>
    /// <param name="operation">The operation, e.g. DescribeInstances.</param>
    /// <param name="sourceAddress">Where the call comes from.</param>
    /// <param name="userAgent">What the application calls itself.</param>
    /// <param name="region">The region; null or empty for that of IAM.</param>
    /// <exception cref="ArgumentException">There is no such key or region.</exception>
    public abstract void RecordCall(string accessKeyId, string service, string operation, string sourceAddress, string userAgent, string? region = null);

    /// <summary>Makes GuardDuty find something about a key, in the region of the session.</summary>
    /// <param name="accessKeyId">The key.</param>
    /// <param name="type">The type of the finding.</param>
    /// <param name="severity">Its severity, from 1 to 10.</param>
    /// <returns>The id of the finding.</returns>
    /// <exception cref="ArgumentException">There is no such key.</exception>
    public abstract string AddFinding(string accessKeyId, string type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller", double severity = 5);

    /// <summary>Attaches a policy of AWS to a user, as AWS does when it finds a key of the user in public.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="policyName">The policy's name.</param>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public abstract void AttachPolicy(string userName, string policyName = "AWSCompromisedKeyQuarantineV2");

    /// <summary>Its endpoint.</summary>
    public override string ToString() => Endpoint;

    /// <summary>Stops it. Doing it twice does no harm.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops it.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
