using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Iam;

internal sealed partial class IamStore
{
    private static readonly TimeSpan SpanOfUse = TimeSpan.FromMinutes(15);

    /// <summary>Creates an access key, as CreateAccessKey does: it is refused until it has propagated.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity, or LimitExceeded: the user has two keys.</exception>
    public SandboxAccessKey AddAccessKey(
        string userName, DateTimeOffset? createDate = null, SandboxKeyStatus status = SandboxKeyStatus.Active)
    {
        lock (gate)
        {
            var user = ExistingUser(userName);
            var created = createDate ?? clock.UtcNow;
            var slot = FreeSlot(user);
            var key = new KeyRecord
            {
                User = user,
                AccessKeyId = identifiers.AccessKeyId("AKIA"),
                SecretAccessKey = identifiers.Secret(),
                CreateDate = SandboxClock.WholeSeconds(created),
                KnownFrom = created + settings.Propagation,
                Status = status,
                FlickersLeft = createDate is null ? settings.FlickeringAcceptances : 0,
            };
            user.Slots[slot ?? key.AccessKeyId[5] % 2] = key;
            keys.Add(key.AccessKeyId, key);
            return key.Snapshot();
        }
    }

    /// <summary>The key of this id; null when there is none, or it was deleted.</summary>
    public SandboxAccessKey? FindKey(string accessKeyId)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);
        return Locked(() => keys.GetValueOrDefault(accessKeyId)?.Snapshot());
    }

    /// <summary>Makes a key active or inactive.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity: no such user, no such key, or another user's.</exception>
    public void UpdateAccessKey(string userName, string accessKeyId, SandboxKeyStatus status)
    {
        lock (gate)
        {
            ExistingKey(userName, accessKeyId).Status = status;
        }
    }

    /// <summary>Deletes a key, active or not, and remembers which it was.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity: no such user, no such key, or another user's.</exception>
    public void DeleteAccessKey(string userName, string accessKeyId)
    {
        lock (gate)
        {
            var key = ExistingKey(userName, accessKeyId);
            deletedKeys.Add(new DeletedAccessKey(key.AccessKeyId, key.User.UserName, key.Status, key.CreateDate, clock.UtcNow));
            keys.Remove(accessKeyId);
            key.User.Slots[Array.IndexOf(key.User.Slots, key)] = null;
        }
    }

    /// <summary>
    /// Records that a key was used, as if an application had called AWS with it. As AWS does, one use per 15-minute span is kept: a second one
    /// in the span changes nothing, unless its time is given. A use before the last recorded one is forgotten.
    /// </summary>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void RecordUse(string accessKeyId, string service, string region, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);
        lock (gate)
        {
            if (!keys.TryGetValue(accessKeyId, out var key))
            {
                throw IamErrors.AccessKeyNotFound(accessKeyId);
            }

            var use = new SandboxKeyUse(SandboxClock.WholeSeconds(at ?? clock.UtcNow), service, region);
            var last = key.LastUsed;
            if (last is null || (use.At >= last.At && (at is not null || SpanOf(use.At) != SpanOf(last.At))))
            {
                key.LastUsed = use;
            }
        }
    }

    private static long SpanOf(DateTimeOffset time) => time.UtcTicks / SpanOfUse.Ticks;

    // AWS's slots do not follow creation, and a client that thinks so must fail here. Null: both are free, and the id decides.
    private static int? FreeSlot(UserRecord user) => user.Keys.Count() switch
    {
        0 => null,
        1 => user.Slots[0] is null ? 0 : 1,
        _ => throw IamErrors.QuotaExceeded("AccessKeysPerUser", MostKeysPerUser),
    };

    private KeyRecord ExistingKey(string userName, string accessKeyId)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);
        var user = ExistingUser(userName);
        return user.Keys.FirstOrDefault(key => key.AccessKeyId == accessKeyId) ?? throw IamErrors.AccessKeyNotFound(accessKeyId);
    }
}
