using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Compliance.Checks;

/// <summary>
/// CIS: of the users with <c>password_enabled</c> true, those with an active key whose <c>last_used_date</c> is N/A got a
/// key with their password that nobody asked for.
/// </summary>
internal static class KeyAtSetupCheck
{
    public static Verdict Check(CheckedUser user)
    {
        List<ControlEvidence> evidence =
        [
            new("password_enabled", user.HasPassword ? "true" : "false", user.Source),
            .. user.ActiveKeys.SelectMany(key => new[] { Evidence.OfStatus(key), Evidence.OfUse(key) }),
        ];
        if (!user.HasPassword)
        {
            return new Verdict(ControlStatus.NotApplicable, "The user has no console password.", evidence);
        }

        List<CheckedKey> never = user.ActiveKeys.Where(key => key.LastUsed.Kind == UseKind.NeverUsed).ToList();
        List<CheckedKey> unknown = user.ActiveKeys.Where(key => key.LastUsed.Kind == UseKind.Unknown).ToList();
        return never.Count > 0 ? new Verdict(ControlStatus.Fail, $"The user has a console password and an active access key that was never used ({Names(never)}).", evidence)
            {
                Remedy = never.Select(key => Remedies.Disable(user, key, unusedDays: 0)).ToList(),
            }
            : unknown.Count > 0 ? new Verdict(ControlStatus.Fail, $"Whether an active access key was ever used is not known ({Names(unknown)}).", evidence)
            {
                Remedy = [Remedies.Look(user)],
            }
            : new Verdict(ControlStatus.Pass, "The user has no active access key that was never used.", evidence);
    }

    private static string Names(IEnumerable<CheckedKey> keys) => string.Join(", ", keys.Select(key => key.Name));
}
