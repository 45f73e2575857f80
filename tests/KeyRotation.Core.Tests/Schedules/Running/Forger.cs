using System;
using System.Globalization;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Writes forged tags of the journal, where no true ones stand.</summary>
internal sealed class Forger
{
    private const string Pending = "keyrotation:pending";
    private const string Exempt = "keyrotation:exempt";
    private readonly TestAccount account;
    private readonly History history;

    public Forger(TestAccount account, History history)
    {
        this.account = account;
        this.history = history;
    }

    public void Forge(string userName, KeyHistory key, Forgery forgery)
    {
        SandboxUser user = account.State.FindUser(userName)!;
        if (Make(user, key, forgery) is not (string tag, string value, bool canBeTrue) || user.Tags.ContainsKey(tag) || user.Tags.Count >= 50)
        {
            return;
        }

        account.State.SetTag(userName, tag, value);
        history.Forgeries.Add(userName, tag, value, canBeTrue);
    }

    public void TakeBack(string userName)
    {
        foreach (string tag in history.Forgeries.On(account.State.FindUser(userName)!))
        {
            account.State.RemoveTag(userName, tag);
        }
    }

    private (string Tag, string Value, bool CanBeTrue)? Make(SandboxUser user, KeyHistory key, Forgery forgery)
    {
        string ofKey = "keyrotation:" + key.Id;
        string now = Text(history.Now);
        return forgery switch
        {
            Forgery.SupersededByItself => (ofKey, $"superseded since={now} by={key.Id}", false),
            Forgery.ReplacesItself => (ofKey, $"current since={now} replaces={key.Id} at=SecretsManager", false),
            Forgery.CurrentBeforeCreation => (ofKey, $"current since={Text(key.CreatedAt.AddDays(-10))}", false),
            Forgery.CurrentInFuture => (ofKey, $"current since={Text(history.Now.AddYears(5))}", false),
            Forgery.QuarantinedSinceYear1 => (ofKey, "quarantined since=0001-01-01T00:00:00Z", false),
            Forgery.QuarantinedSinceYear9999 => (ofKey, "quarantined since=9999-12-31T23:59:59Z", false),
            Forgery.SupersededByOddId => (ofKey, $"superseded since={now} by=../../:", false),
            Forgery.PendingOfOddId => (Pending, $"rotate AKIA at={Text(history.Now.AddHours(-1))} token=forged", false),
            Forgery.PendingWithOddId => (Pending, $"rotate {key.Id} at={Text(history.Now.AddHours(-1))} token=forged new=key/of:another", false),
            Forgery.PendingOfOneKey => (Pending, $"rotate {key.Id} at={Text(history.Now.AddHours(-1))} token=forged new={key.Id}", false),
            Forgery.PendingInYear9999 => (Pending, $"rotate {key.Id} at=9999-12-31T23:59:59Z token=forged", false),
            Forgery.PendingInYear1 => (Pending, $"rotate {key.Id} at=0001-01-01T00:00:00Z token=forged new={Other(user, key)?.Id ?? "AKIA0000000000000000"}", true),
            Forgery.PendingWithKeyInUse when key.Uses.Count > 0 && key.HasHolder => (
                Pending,
                $"rotate {Other(user, key)?.Id ?? "AKIA0000000000000000"} at={Text(key.CreatedAt.AddSeconds(-10))} token=forged new={key.Id}",
                true),
            Forgery.ExemptForGood => (Exempt, "until=9999-12-31 reason=for good", true),
            Forgery.ExemptUntilYear1 => (Exempt, "until=0001-01-01 reason=long ago", true),
            _ => null,
        };
    }

    private KeyHistory? Other(SandboxUser user, KeyHistory key) =>
        user.Keys.Where(other => other.AccessKeyId != key.Id).Select(other => history.Find(other.AccessKeyId)).FirstOrDefault();

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
