using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Compliance.Checks;

/// <summary>CIS: <c>access_key_1_active</c> and <c>access_key_2_active</c> are false for the root user.</summary>
internal static class RootKeyCheck
{
    public static Verdict Check(CheckedUser root)
    {
        List<CheckedKey> active = root.ActiveKeys.ToList();
        List<ControlEvidence> evidence = root.Keys.Count == 0
            ? [new("access_key_1_active", "false", root.Source), new("access_key_2_active", "false", root.Source)]
            : root.Keys.Select(Evidence.OfStatus).ToList();
        return active.Count == 0
            ? new Verdict(ControlStatus.Pass, "The root user has no active access key.", evidence)
            : new Verdict(ControlStatus.Fail, $"The root user has {(active.Count == 1 ? "an active access key" : "two active access keys")}.", evidence)
            {
                Remedy = [Remedies.DeleteRootKey],
            };
    }
}
