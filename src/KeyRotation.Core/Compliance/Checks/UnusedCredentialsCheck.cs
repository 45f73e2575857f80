using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Compliance.Checks;

/// <summary>
/// CIS: an enabled password was used less than the limit ago, or changed where AWS has no information of its use; an active
/// key was used less than the limit ago, or created where it was never used. Exactly the limit ago is too long.
/// </summary>
internal static class UnusedCredentialsCheck
{
    public static Verdict Check(CheckedUser user, int days, DateTimeOffset now)
    {
        var limit = TimeSpan.FromDays(days);
        List<CheckedKey> keys = user.ActiveKeys.ToList();
        List<ControlEvidence> evidence =
        [
            .. Evidence.OfPassword(user),
            .. keys.SelectMany(key => new[] { Evidence.OfStatus(key), Evidence.OfUse(key), Evidence.OfCreation(key) }),
        ];
        if (!user.HasPassword && keys.Count == 0)
        {
            return new Verdict(ControlStatus.NotApplicable, "The user has neither a console password nor an active access key.", evidence);
        }

        var reasons = new List<string>();
        var remedy = new List<string>();
        if (user.HasPassword && Password(user, limit, now) is string ofPassword)
        {
            reasons.Add(ofPassword);
            remedy.Add(Remedies.DeletePassword(user));
        }

        foreach (CheckedKey key in keys)
        {
            if (Key(key, limit, now) is string ofKey)
            {
                reasons.Add(ofKey);
                remedy.Add(key.LastUsed.Kind == UseKind.Unknown ? Remedies.Look(user) : Remedies.Disable(user, key, days));
            }
        }

        return reasons.Count == 0
            ? new Verdict(ControlStatus.Pass, $"Every password and active key was used within {days} days.", evidence)
            : new Verdict(ControlStatus.Fail, string.Join("; ", reasons) + ".", evidence) { Remedy = remedy };
    }

    private static string? Password(CheckedUser user, TimeSpan limit, DateTimeOffset now) =>
        (user.Row.Password!.LastUsed ?? user.Row.Password.LastChanged) is not DateTimeOffset since ? "When the console password was used or changed is not known"
        : now - since < limit ? null
        : user.Row.Password.LastUsed is null ? $"The console password was not used in the {Evidence.Days(now - since)} since it was changed"
        : $"The console password was not used for {Evidence.Days(now - since)}";

    private static string? Key(CheckedKey key, TimeSpan limit, DateTimeOffset now)
    {
        // A key younger than the limit cannot have been unused for longer, whatever is known of its use.
        if (now - key.CreateDate < limit)
        {
            return null;
        }

        return key.QuietSince is not DateTimeOffset since ? $"{key.Name}: when it was last used is not known"
            : now - since < limit ? null
            : key.LastUsed.Kind == UseKind.NeverUsed ? $"{key.Name} was never used in {Evidence.Days(now - since)}"
            : $"{key.Name} was not used for {Evidence.Days(now - since)}";
    }
}
