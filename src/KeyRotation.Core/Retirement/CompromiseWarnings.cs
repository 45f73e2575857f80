using System;
using System.Linq;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>What speaks against disabling a compromised key and does not prevent it, and what comes of it.</summary>
internal static class CompromiseWarnings
{
    public static void Add(UserPlan plan, UserState after, ListedKey key, DateTimeOffset now)
    {
        UserState user = plan.User;
        KeyReference reference = user.Reference(key.AccessKeyId);
        if (user.JournalProblem is string problem)
        {
            plan.Warn($"The journal of user {user.UserName} in account {user.AccountId} cannot be read ({problem.TrimEnd('.')}). {reference} is compromised, and is disabled all the same.");
        }

        if (user.Exemption is Exemption exemption && exemption.CountsAt(now))
        {
            plan.Warn($"User {user.UserName} of account {user.AccountId} is exempt from rotation {exemption.Text}. {reference} is compromised, and is disabled all the same.");
        }

        if (user.Journal.Pending is PendingRotation pending && pending.MayRunAt(now) && AboutRotation(reference, pending) is string about)
        {
            plan.Warn($"A rotation of user {user.UserName} in account {user.AccountId} began at {Failures.Time(pending.At)} and may still be running. {about}");
        }

        if (!after.Keys.Any(other => after.IsWorking(other.AccessKeyId)))
        {
            plan.Warn($"User {user.UserName} of account {user.AccountId} has no working key without {key.AccessKeyId}. {NextStep(after, key)}");
        }
    }

    /// <summary>A policy of AWS stays on the user until somebody detaches it: it must not take the replacement of the key that it was for.</summary>
    public static void AddKnown(UserPlan plan, ListedKey key, ListedKey known) => plan.Warn(
        $"{plan.User.Reference(key.AccessKeyId)} is left as it is: the evidence does not say which key of the user it is for, and {known.AccessKeyId} was disabled as compromised already. "
        + $"Detach the quarantine policy of AWS from the user. If {key.AccessKeyId} has leaked, too: Disable-OldAccessKey -UserName {plan.User.UserName} -AccessKeyId {key.AccessKeyId} -Compromised.");

    private static string? AboutRotation(KeyReference key, PendingRotation pending) =>
        KeyIds.AreSame(key.AccessKeyId, pending.NewAccessKeyId)
            ? $"{key} is its new key: the rotation takes the key back where it is not done yet. Run the same command again at {Failures.Time(pending.At.Plus(PendingRotation.MayStillRun))}, in case it was recorded as the current key meanwhile."
        : KeyIds.AreSame(key.AccessKeyId, pending.OldAccessKeyId)
            ? $"It replaces {key}: the rotation ends without a new key where none is created yet. Run the same command again at {Failures.Time(pending.At.Plus(PendingRotation.MayStillRun))}, in case it was recorded as superseded meanwhile."
        : null;

    private static string NextStep(UserState after, ListedKey key)
    {
        ListedKey? other = after.Keys.FirstOrDefault(listed => !KeyIds.AreSame(listed.AccessKeyId, key.AccessKeyId));
        return other is null ? $"Give it a new one: New-RotatedAccessKey -UserName {after.UserName} -Destination …, or wait for the next Invoke-AccessKeyRotation."
            : after.IsCompromised(other.AccessKeyId) ? $"Both of its keys are compromised, and IAM allows no third: Remove-RetiredAccessKey -UserName {after.UserName} -AccessKeyId {other.AccessKeyId} -Force makes room; then New-RotatedAccessKey -UserName {after.UserName} -Destination …."
            : $"Enable-OldAccessKey -UserName {after.UserName} -AccessKeyId {other.AccessKeyId} brings its other key back at once; "
                + $"for a new one, make room with Remove-RetiredAccessKey -UserName {after.UserName} -AccessKeyId {other.AccessKeyId}, then New-RotatedAccessKey -UserName {after.UserName} -Destination ….";
    }
}
