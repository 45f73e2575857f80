using System;

namespace KeyRotation.Sandbox.Control;

/// <summary>What the controls can show and do of the account; what they answer is written as JSON.</summary>
internal interface IControlledAccount
{
    /// <summary>The account in words that may be shown.</summary>
    object Describe();

    /// <summary>Makes GuardDuty find something about a key, and gives the finding's id.</summary>
    /// <exception cref="AwsErrorException">There is no such key.</exception>
    string AddFinding(string accessKeyId, string type, double severity, string? region);

    /// <summary>Attaches a policy of AWS to a user.</summary>
    /// <exception cref="AwsErrorException">There is no such user.</exception>
    void AttachPolicy(string userName, string policyName);

    /// <summary>Records a use of a key, and gives its last one.</summary>
    /// <exception cref="AwsErrorException">There is no such key.</exception>
    object? RecordUse(string accessKeyId, string service, string? region, DateTimeOffset? at);
}
