using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Does what happens without the module, and says which user and key a number stands for.</summary>
internal sealed class World
{
    public const string GarbageTag = "keyrotation:garbage";
    private const string FillerTag = "filler-";

    private static readonly TimeSpan SoonAfter = TimeSpan.FromHours(1);

    private readonly TestAccount account;
    private readonly History history;
    private readonly List<string> userNames;
    private readonly Forger forger;
    private readonly StoreContent store;
    private readonly LateWork late;

    public World(TestAccount account, History history, StoreContent store, LateWork late)
    {
        this.account = account;
        this.history = history;
        this.store = store;
        this.late = late;
        forger = new Forger(account, history);
        userNames = history.Users().Select(user => user.UserName).ToList();
    }

    public IReadOnlyList<string> UserNames => userNames;

    /// <summary>The user's name; as IAM ignores case, sometimes in capitals.</summary>
    public string UserName(int number) =>
        number / userNames.Count % 2 == 1 ? userNames[number % userNames.Count].ToUpperInvariant() : userNames[number % userNames.Count];

    /// <summary>The key's id; null when the user has none. 2 stands for one that is not, or no longer, the user's.</summary>
    public string? KeyId(int user, int key)
    {
        string name = UserName(user);
        if (key == 2)
        {
            return history.Keys.LastOrDefault(other => other.IsDeleted || !IsSame(other.UserName, name))?.Id ?? "AKIA0000000000000000";
        }

        IReadOnlyList<SandboxAccessKey> keys = KeysOf(name);
        return keys.Count == 0 ? null : keys[key % keys.Count].AccessKeyId;
    }

    public void Do(WorldStep step)
    {
        history.Acting = Actor.Administrator;
        switch (step)
        {
            case TimePasses time:
                late.Pass(time.Span);
                break;
            case ApplicationUses use:
                Use(use);
                break;
            case AdministratorDisables disable:
                Update(disable.User, disable.Key, SandboxKeyStatus.Inactive);
                break;
            case AdministratorEnables enable:
                Update(enable.User, enable.Key, SandboxKeyStatus.Active);
                break;
            case AdministratorCreates create when KeysOf(UserName(create.User)).Count < 2:
                account.State.AddAccessKey(UserName(create.User));
                break;
            case AdministratorDeletes delete:
                Delete(delete);
                break;
            case Exempts exempt:
                string until = account.Server.Clock.UtcNow.AddDays(exempt.Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                TrySetTag(exempt.User, "keyrotation:exempt", $"until={until} reason=a migration");
                break;
            case EndsExemption end:
                account.State.RemoveTag(UserName(end.User), "keyrotation:exempt");
                break;
            case FillsTags fill:
                for (int number = 0; account.State.Tags(UserName(fill.User)).Count < fill.UpTo; number++)
                {
                    account.State.SetTag(UserName(fill.User), FillerTag + number, "x");
                }

                break;
            case EmptiesTags empty:
                EmptyTags(UserName(empty.User));
                break;
            case WritesGarbage write:
                TrySetTag(write.User, GarbageTag, "what is this");
                break;
            case Forges forges when Key(forges.User, forges.Key) is KeyHistory key:
                forger.Forge(UserName(forges.User), key, forges.What);
                break;
            case RemovesForgeries removes:
                forger.TakeBack(UserName(removes.User));
                break;
            case EmptiesStore empties:
                EmptyStore(UserName(empties.User));
                break;
            case RemovesGarbage remove:
                account.State.RemoveTag(UserName(remove.User), GarbageTag);
                break;
        }

        history.Observe();
    }

    /// <summary>The applications that were given new keys use them.</summary>
    public void UseReplacements()
    {
        foreach (KeyHistory key in history.Keys.Select(key => key.Replacement?.Key).OfType<KeyHistory>().Where(key => key is { IsActive: true, IsDeleted: false, HasHolder: true }).Distinct().ToList())
        {
            Use(key, "s3");
        }

        history.Observe();
    }

    public void EnableKeys(string userName)
    {
        foreach (SandboxAccessKey key in KeysOf(userName).Where(key => key.Status == SandboxKeyStatus.Inactive))
        {
            account.State.UpdateAccessKey(key.UserName, key.AccessKeyId, SandboxKeyStatus.Active);
        }
    }

    /// <summary>Leaves nothing that keeps the module from settling what is left.</summary>
    public void ClearTheWay()
    {
        history.Acting = Actor.Administrator;
        foreach (string name in userNames)
        {
            account.State.RemoveTag(name, GarbageTag);
            EmptyTags(name);
            forger.TakeBack(name);
        }

        account.Server.Faults.Clear();
        history.Observe();
        late.Pass(TimeSpan.FromMinutes(16));
        history.Observe();
    }

    public static bool IsSame(string userName, string otherUserName) => string.Equals(userName, otherUserName, StringComparison.OrdinalIgnoreCase);

    private List<SandboxAccessKey> KeysOf(string userName) =>
        account.State.FindUser(userName)!.Keys.OrderBy(key => key.CreateDate).ThenBy(key => key.AccessKeyId, StringComparer.Ordinal).ToList();

    private KeyHistory? Key(int user, int key) => KeyId(user, key) is string id ? history.Find(id) : null;

    private void Update(int user, int number, SandboxKeyStatus status)
    {
        if (Key(user, number) is KeyHistory key)
        {
            account.State.UpdateAccessKey(key.UserName, key.Id, status);
        }
    }

    private void Delete(AdministratorDeletes step)
    {
        if (Key(step.User, step.Key) is KeyHistory { IsActive: false } key)
        {
            account.State.DeleteAccessKey(key.UserName, key.Id);
        }
    }

    private void Use(ApplicationUses step)
    {
        if (Key(step.User, step.Key) is KeyHistory { IsActive: true, HasHolder: true } key)
        {
            Use(key, step.Service);
        }
    }

    private void Use(KeyHistory key, string service)
    {
        SandboxKeyUse? before = account.State.FindKey(key.Id)!.LastUsed;
        account.State.RecordUse(key.Id, service, "us-east-1");
        SandboxKeyUse after = account.State.FindKey(key.Id)!.LastUsed!;
        if (after != before)
        {
            key.Uses.Add(after.At);
            if (after.At > key.KnownInactiveSince + SoonAfter)
            {
                Learning.SeenAtWork(key, Sign.Use);
            }
        }
    }

    private void TrySetTag(int user, string tag, string value)
    {
        IReadOnlyDictionary<string, string> tags = account.State.Tags(UserName(user));
        if (tags.Count < 50 || tags.ContainsKey(tag))
        {
            account.State.SetTag(UserName(user), tag, value);
        }
    }

    private void EmptyStore(string userName)
    {
        if (store.Of(userName)?.AccessKeyId is string id)
        {
            history.Find(id)!.IsLostByOthers = true;
            store.Put(userName, key: null);
        }
    }

    private void EmptyTags(string userName)
    {
        foreach (string tag in account.State.Tags(userName).Keys.Where(tag => tag.StartsWith(FillerTag, StringComparison.Ordinal)).ToList())
        {
            account.State.RemoveTag(userName, tag);
        }
    }
}
