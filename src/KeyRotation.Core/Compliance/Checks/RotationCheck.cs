using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Journal;

namespace KeyRotation.Compliance.Checks;

/// <summary>CIS: active keys are rotated in time; inactive keys do not count. Tools disagree on the day itself: as everywhere in this module, exactly the limit is too old.</summary>
internal static class RotationCheck
{
    public static Verdict Check(CheckedUser user, int days, DateTimeOffset now)
    {
        bool isShorter = user.Journal?.Days < days;
        days = isShorter ? user.Journal!.Days!.Value : days;
        var limit = TimeSpan.FromDays(days);
        List<CheckedKey> active = user.ActiveKeys.ToList();
        List<ControlEvidence> evidence = user.Keys.SelectMany(key => new[] { Evidence.OfStatus(key), Evidence.OfCreation(key) }).ToList();
        if (isShorter)
        {
            evidence.Add(new ControlEvidence(JournalTags.Days, days.ToString(CultureInfo.InvariantCulture), Evidence.UserTags));
        }

        if (active.Count == 0)
        {
            return new Verdict(ControlStatus.NotApplicable, "The user has no active access key.", evidence);
        }

        List<CheckedKey> old = active.Where(key => key.CreateDate is null || now - key.CreateDate >= limit).ToList();
        return old.Count == 0
            ? new Verdict(ControlStatus.Pass, $"Every active key was created within {days} days.", evidence)
            : new Verdict(ControlStatus.Fail, string.Join("; ", old.Select(key => Reason(key, now))) + (isShorter ? $", and the limit of the user is {days} days." : "."), evidence)
            {
                Remedy = Remedy(user, old).ToList(),
            };
    }

    /// <summary>IAM allows two keys: where both are there, a new one needs room first.</summary>
    private static IEnumerable<string> Remedy(CheckedUser user, List<CheckedKey> old)
    {
        if (user.ActiveKeys.Count() > 1)
        {
            return Remedies.LeaveOne(user);
        }

        IEnumerable<string> room = user.Keys.Where(key => !key.IsActive).Select(key => Remedies.Remove(user, key));
        return room.Concat(old.Select(key => Remedies.Rotate(user, key)));
    }

    private static string Reason(CheckedKey key, DateTimeOffset now) => key.CreateDate is DateTimeOffset created
        ? $"{key.Name} is {Evidence.Days(now - created)} old"
        : $"{key.Name}: how old it is is not known";
}
