using System;
using KeyRotation.Sandbox.Findings;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    internal RegionalStores<FindingStore> FindingStores { get; }

    /// <summary>Enables GuardDuty in a region.</summary>
    /// <param name="region">The region, e.g. eu-west-1.</param>
    /// <returns>The id of the detector. A region of AWS has one; here it may have several.</returns>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public string AddDetector(string region) => FindingStores.In(region, store => store.AddDetector());

    /// <summary>Makes GuardDuty find something about a key; enables it where it is not yet.</summary>
    /// <param name="region">The region.</param>
    /// <param name="finding">What it finds.</param>
    /// <param name="detectorId">The detector; null for the first one.</param>
    /// <returns>The id of the finding.</returns>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public string AddFinding(string region, SandboxFinding finding, string? detectorId = null)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return FindingStores.In(region, store => store.AddFinding(finding, detectorId));
    }

    /// <summary>Attaches a policy of AWS to a user, e.g. AWSCompromisedKeyQuarantineV2, as AWS does where it finds a key in public.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="policyName">The policy's name.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void AttachAwsPolicy(string userName, string policyName) => Iam.AttachPolicy(userName, IamPolicyArn(policyName));

    private string IamPolicyArn(string policyName) => "arn:" + Partition + ":iam::aws:policy/" + policyName;
}
