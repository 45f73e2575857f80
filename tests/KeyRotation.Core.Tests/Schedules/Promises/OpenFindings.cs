using System;
using System.Collections.Generic;
using System.Linq;
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
        && (promise is NoActiveKeyIsDeleted ? EnablingIsNotListed(change, promise, step) : IsKnown(promise, change, step));

    private static bool IsKnown(IPromise promise, Change? change, StepRecord step) =>
        KeyMadeByHandIsTakenForALeftOne(change, step)
            || UseOfStsIsTakenForOwn(change, step)
            || JournalStaysQuarantined(change)
            || ListWasBehind(change, step)
            || EnablingIsNotListed(change, promise, step)
            || DisablingIsNotListed(promise, step)
            || QuarantineIsNotShown(promise, step)
            || ReportDoesNotShowTheKey(promise, step);

    /// <summary>A key that a person created within four minutes of a rotation that died before it noted its own key is deleted as that rotation's.</summary>
    private static bool KeyMadeByHandIsTakenForALeftOne(Change? change, StepRecord step)
    {
        KeyHistory? key = change switch
        {
            KeyDisabled disabled => disabled.Key,
            KeyDeleted deleted => deleted.Key,
            _ => null,
        };
        return key is { CreatedBy: Actor.Administrator } && IsInWindow(key, step) && PendingOf(key, step)?.Field("new") is null;
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

    /// <summary>A list that is behind shows a key as inactive that is active again, and its quarantine is recorded.</summary>
    private static bool ListWasBehind(Change? change, StepRecord step) => step.ListLag > TimeSpan.Zero && change is KeyDeleted { Key.IsRecordedTooEarly: true };

    /// <summary>The last look before a key is deleted is a list that is behind: somebody enabled the key just before.</summary>
    private static bool EnablingIsNotListed(Change? change, IPromise promise, StepRecord step) =>
        (change is KeyDeleted deleted && IsEnabledUnseen(deleted, step))
        || (change is null && promise is WorkingKeyStays && step.ChangesOf<KeyDeleted>().Any(deletion => IsEnabledUnseen(deletion, step)));

    private static bool IsEnabledUnseen(KeyDeleted deleted, StepRecord step) => deleted.Key.ChangedByOthersAt + step.ListLag > deleted.At;

    /// <summary>A list that is behind shows a key as active that somebody disabled just before the other one was.</summary>
    private static bool DisablingIsNotListed(IPromise promise, StepRecord step) =>
        promise is WorkingKeyStays && step.ChangesOf<KeyDisabled>().Any(change =>
            step.Keys.Any(other => other.UserName == change.UserName && other != change.Key && other.ChangedByOthersAt + step.ListLag > change.At));

    /// <summary>A list of tags that is behind does not show that the key is recorded as quarantined, and it is enabled without a record.</summary>
    private static bool QuarantineIsNotShown(IPromise promise, StepRecord step) =>
        promise is JournalTellsWhatWasDone && step.ChangesOf<KeyEnabled>().Any(enabled => enabled.Key.QuarantineRecordedAt + step.TagLag > step.Begun);

    /// <summary>
    /// Settling over the account looks at the users whom a credential report of up to four hours shows with two keys: not
    /// at those whose key was made since, and not at those whose old key is gone.
    /// </summary>
    private static bool ReportDoesNotShowTheKey(IPromise promise, StepRecord step) =>
        promise is SettlingFindsWhatIsLeft && step.After.Any(user =>
            user.Tags.ContainsKey("keyrotation:pending") && (user.Keys.Count < 2 || user.Keys.Any(key => key.CreateDate > step.Begun.AddHours(-4.1))));

    /// <summary>A left key that is its user's only active one, or of a user who has none any more, is for a person to decide on: the module refuses.</summary>
    public static bool IsForAPerson(SandboxUser user) => !IsStrict && (user.Keys.Count(key => key.Status == SandboxKeyStatus.Active) <= 1 || !HasOldKey(user));

    /// <summary>The old key of an interrupted rotation is gone: the entry is not believed any more.</summary>
    private static bool HasOldKey(SandboxUser user) =>
        TagText.OfPending(user.Tags) is not TagText pending || user.Keys.Any(key => string.Equals(key.AccessKeyId, pending.OldKey, StringComparison.OrdinalIgnoreCase));

    private static bool IsInWindow(KeyHistory key, StepRecord step) =>
        PendingOf(key, step)?.Time("at") is DateTimeOffset at
        && key.CreatedAt >= at.AddSeconds(-5)
        && key.CreatedAt < at.AddMinutes(15);

    private static TagText? PendingOf(KeyHistory key, StepRecord step) => TagText.OfPending(step.UserBefore(key.UserName).Tags);
}
