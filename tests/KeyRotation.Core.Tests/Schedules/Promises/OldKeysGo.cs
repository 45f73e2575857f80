using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>No key is stuck: what the journal says was replaced by a key that works, and that applications use, is gone some passes later; but for a compromised key that somebody enabled, which is for a person to decide on.</summary>
internal static class OldKeysGo
{
    public static IReadOnlyList<KeyHistory> Replaced(History history) =>
    [
        .. from user in history.Users()
           from key in user.Keys
           where key.Status != SandboxKeyStatus.Active || TagText.OfKey(user.Tags, key.AccessKeyId)?.Field("cause") is null
           let replacement = TagText.OfKey(user.Tags, key.AccessKeyId)?.Field("by")
           where user.Keys.Any(other => other.AccessKeyId == replacement && other.Status == SandboxKeyStatus.Active)
               && history.Find(replacement) is { HasHolder: true }
           select history.Find(key.AccessKeyId),
    ];

    public static IReadOnlyList<string> Objections(IReadOnlyList<KeyHistory> replaced, History history) =>
    [
        .. from key in replaced
           where !key.IsDeleted
           let record = history.Users().Single(user => user.UserName == key.UserName).Tags.GetValueOrDefault("keyrotation:" + key.Id)
           select $"OldKeysGo: {key} was replaced, three passes and 12 days have gone by, and it is {(key.IsActive ? "active" : "inactive")} ({record})",
    ];
}
