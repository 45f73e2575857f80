using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Compliance.Checks;

/// <summary>CIS: not both of a user's keys are active.</summary>
internal static class OneActiveKeyCheck
{
    public static Verdict Check(CheckedUser user)
    {
        List<CheckedKey> active = user.ActiveKeys.ToList();
        List<ControlEvidence> evidence = user.Keys.Select(Evidence.OfStatus).ToList();
        return active.Count switch
        {
            0 => new Verdict(ControlStatus.NotApplicable, "The user has no active access key.", evidence),
            1 => new Verdict(ControlStatus.Pass, "The user has one active access key.", evidence),
            _ => new Verdict(ControlStatus.Fail, "The user has two active access keys.", [.. evidence, .. active.Select(Evidence.OfUse)])
            {
                Remedy = Remedies.LeaveOne(user).ToList(),
            },
        };
    }
}
