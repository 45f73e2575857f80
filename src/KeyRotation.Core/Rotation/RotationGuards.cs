using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Delivery;
using KeyRotation.Journal;

namespace KeyRotation.Rotation;

/// <summary>What must hold before a rotation writes anything.</summary>
internal static class RotationGuards
{
    /// <summary>Reads the user and chooses the key to replace; null when there is nothing to do, which a warning explains.</summary>
    public static async Task<ListedKey?> AdmitAsync(
        AccountSession account,
        KeyTarget target,
        RotationOptions options,
        IReport report,
        CancellationToken cancellationToken)
    {
        KeyReference reference = target.In(account);
        Targets.EnsureActionable(account, target);
        UserState user = await UserState.ReadAsync(account, target.UserName, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = account.Time.GetUtcNow();
        if (user.Journal.Pending is PendingRotation pending)
        {
            if (pending.MayRunAt(now))
            {
                throw Failures.RotationInProgress(reference, pending);
            }

            await new InterruptedRotation(account, options.Destinations, report).SettleAsync(user, pending, cancellationToken).ConfigureAwait(false);
            user = await UserState.ReadAsync(account, target.UserName, cancellationToken).ConfigureAwait(false);
        }

        if (user.Journal.Exemption is Exemption exemption)
        {
            if (exemption.CountsAt(now))
            {
                Tell(options, report, $"User {target.UserName} is exempt from rotation until {exemption.Until:yyyy-MM-dd} ({exemption.Reason}): nothing was done.");
                return null;
            }

            report.Warning($"The exemption of user {target.UserName} ended on {exemption.Until:yyyy-MM-dd} ({exemption.Reason}) and no longer counts.");
        }

        ListedKey old = await ChooseAsync(account, reference, user, cancellationToken).ConfigureAwait(false);
        KeyReference key = reference with { AccessKeyId = old.AccessKeyId };
        if (IsRotatedAlready(user, old) is string newKey)
        {
            Tell(options, report, $"{key} was rotated already: {newKey} replaces it. Next: Disable-OldAccessKey -UserName {target.UserName}.");
            return null;
        }

        await EnsureRoomAsync(account, key, user, options, report, cancellationToken).ConfigureAwait(false);
        await KeyDelivery.CheckAsync(options.Destinations, key, cancellationToken).ConfigureAwait(false);
        return old;
    }

    /// <summary>News to who named the key; every day's state to a pass over the whole account.</summary>
    private static void Tell(RotationOptions options, IReport report, string message)
    {
        if (options.IsPassOverAccount)
        {
            report.Verbose(message);
        }
        else
        {
            report.Warning(message);
        }
    }

    private static async Task<ListedKey> ChooseAsync(AccountSession account, KeyReference reference, UserState user, CancellationToken cancellationToken)
    {
        if (reference.AccessKeyId is string id)
        {
            ListedKey named = user.Find(id) ?? throw Failures.KeyNotFound(reference);
            return named.Status == AccessKeyStatus.Active ? named : throw Failures.KeyNotActive(reference, named.Status);
        }

        List<ListedKey> active = user.Keys.Where(key => key.Status == AccessKeyStatus.Active).ToList();
        return active.Count switch
        {
            1 => active[0],
            0 => throw Failures.NoActiveKey(reference),
            _ => throw await TwoActiveKeysAsync(account, reference, active, cancellationToken).ConfigureAwait(false),
        };
    }

    private static string? IsRotatedAlready(UserState user, ListedKey old) =>
        user.Journal.RecordOf(old.AccessKeyId) is { Stage: KeyStage.Superseded, By: string by } && user.IsActive(by) ? by : null;

    private static async Task EnsureRoomAsync(
        AccountSession account,
        KeyReference key,
        UserState user,
        RotationOptions options,
        IReport report,
        CancellationToken cancellationToken)
    {
        if (user.Keys.Count > 1)
        {
            ListedKey other = user.Keys.First(listed => listed.AccessKeyId != key.AccessKeyId);
            if (other.Status == AccessKeyStatus.Active)
            {
                throw await TwoActiveKeysAsync(account, key, user.Keys, cancellationToken).ConfigureAwait(false);
            }

            if (!options.MakeRoom || !await RoomMaking.TryRemoveAsync(account, key, other, options, report, cancellationToken).ConfigureAwait(false))
            {
                throw Failures.NoRoomForKey(key, other);
            }

            user = await UserState.ReadAsync(account, key.UserName, cancellationToken).ConfigureAwait(false);
        }

        // The new key's own tag and the description's are named by an id that is not known yet; any two names count the same.
        var tags = new List<string> { JournalTags.Pending, JournalTags.ForKey(key.AccessKeyId!), JournalTags.ForKey("new") };
        if (options.Description is not null)
        {
            tags.Add("new");
        }

        if (!user.Journal.HasRoomFor(tags))
        {
            throw Failures.NoRoomForTags(key, user.Journal.Tags.Count, tags.Count);
        }
    }

    private static async Task<KeyRotationException> TwoActiveKeysAsync(
        AccountSession account,
        KeyReference key,
        IReadOnlyList<ListedKey> keys,
        CancellationToken cancellationToken)
    {
        List<ListedKey> byAge = keys.OrderBy(listed => listed.CreateDate).ToList();
        EvidenceOfUse[] uses = await Task.WhenAll(byAge.Select(listed => LastUse.OfAsync(account, listed.AccessKeyId, cancellationToken))).ConfigureAwait(false);
        return Failures.TwoActiveKeys(key, byAge, uses);
    }
}
