using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Iam;

internal sealed partial class IamStore
{
    /// <summary>Attaches a policy to a user.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void AttachPolicy(string userName, string policyArn)
    {
        lock (gate)
        {
            ExistingUser(userName).Policies.Add(policyArn);
        }
    }

    /// <summary>The users that a policy is attached to, sorted by name without regard to case.</summary>
    public IReadOnlyList<SandboxUser> UsersOfPolicy(string policyArn) => Locked(() => users.Values
        .Where(user => user.Policies.Contains(policyArn))
        .Select(user => user.Snapshot())
        .ToArray());
}
