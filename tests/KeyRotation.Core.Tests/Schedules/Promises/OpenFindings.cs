using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Journal;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// What the module cannot know (docs/safety.md) and where it therefore cannot keep a promise: each is passed over, so that
/// the others still show. KEYROTATION_STRICT=1 passes over none. Whoever mends one removes it here.
/// </summary>
internal static class OpenFindings
{
    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("KEYROTATION_STRICT") == "1";

    public static bool Excuse(IPromise promise, Change? change, StepRecord step) => !IsStrict
        && (KeyMadeByHandIsTakenForALeftOne(change, step)
            || UseOfStsIsTakenForOwn(change, step)
            || JournalStaysQuarantined(change)
            || ReportDoesNotShowTheKey(promise, step));

    /// <summary>A key that a person created within two minutes of a rotation that died before it noted its own key is deleted as that rotation's.</summary>
    private static bool KeyMadeByHandIsTakenForALeftOne(Change? change, StepRecord step)
    {
        KeyHistory? key = change switch
        {
            KeyDisabled disabled => disabled.Key,
            KeyDeleted deleted => deleted.Key,
            _ => null,
        };
        return key is { CreatedBy: Actor.Administrator } && IsInWindow(key, step) && PendingOf(key, step)?.NewAccessKeyId is null;
    }

    /// <summary>An application that calls STS (to assume its role) within 15 minutes of a rotation is taken for the rotation's own verification, and its key is taken back.</summary>
    private static bool UseOfStsIsTakenForOwn(Change? change, StepRecord step) =>
        change is KeyDisabled { Key: { IsOfUnfinishedRotation: true } key } && IsInWindow(key, step)
        && step.Evidence.GetValueOrDefault(key.Id) is { Service: "sts", At: DateTimeOffset at } && at < key.CreatedAt.AddMinutes(16);

    /// <summary>
    /// The journal goes on calling a key quarantined that the module saw active, or enabled itself before it died. When a
    /// person then disables the key, the old time counts.
    /// </summary>
    private static bool JournalStaysQuarantined(Change? change) => change is KeyDeleted { Key.AtWork: Sign.Listed or Sign.Enabled };

    /// <summary>
    /// Settling over the account looks at the users whom a credential report of up to four hours shows with two keys: not
    /// at those whose key was made since, and not at those whose old key is gone.
    /// </summary>
    private static bool ReportDoesNotShowTheKey(IPromise promise, StepRecord step) =>
        promise is SettlingFindsWhatIsLeft && step.After.Any(user =>
            user.Tags.ContainsKey(JournalTags.Pending) && (user.Keys.Count < 2 || user.Keys.Any(key => key.CreateDate > step.Begun.AddHours(-4.1))));

    /// <summary>A left key that is its user's only active one is for a person to decide on: the module refuses.</summary>
    public static bool IsForAPerson(SandboxUser user) => !IsStrict && user.Keys.Count(key => key.Status == SandboxKeyStatus.Active) == 1;

    private static bool IsInWindow(KeyHistory key, StepRecord step) =>
        PendingOf(key, step) is PendingRotation pending
        && key.CreatedAt >= pending.At.AddSeconds(-5)
        && key.CreatedAt < pending.At.AddMinutes(15);

    private static PendingRotation? PendingOf(KeyHistory key, StepRecord step) =>
        step.UserBefore(key.UserName).Tags.GetValueOrDefault(JournalTags.Pending) is string value ? PendingRotation.Parse(value) : null;
}
