using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>
/// What really happened to the account, from looking at the sandbox's true state after each call of the module and
/// each deed of the world. Nothing that the module says goes into it, but for the secrets that it handed over.
/// </summary>
internal sealed class History
{
    private readonly Lock gate = new();
    private readonly TestAccount account;
    private readonly Dictionary<string, KeyHistory> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SandboxUser> users = new(StringComparer.OrdinalIgnoreCase);

    public History(TestAccount account)
    {
        this.account = account;
        Observe();
    }

    /// <summary>Who acts.</summary>
    public Actor Acting { get; set; } = Actor.Beginning;

    public Timeline Timeline { get; } = new();

    public Forgeries Forgeries { get; } = new();

    /// <summary>Called with each change, in order.</summary>
    public Action<Change>? OnChange { get; set; }

    public DateTimeOffset Now => account.Server.Clock.UtcNow;

    public IReadOnlyList<KeyHistory> Keys
    {
        get
        {
            lock (gate)
            {
                return keys.Values.ToList();
            }
        }
    }

    /// <summary>The users of the schedule: all but the administrator.</summary>
    public IReadOnlyList<SandboxUser> Users() => account.State.Users.Where(user => user.UserName != SandboxServer.AdministratorName).ToList();

    public KeyHistory? Find(string accessKeyId)
    {
        lock (gate)
        {
            return keys.GetValueOrDefault(accessKeyId);
        }
    }

    /// <summary>Has somebody else act for a moment.</summary>
    public void ActAs(Actor actor, Action deed)
    {
        lock (gate)
        {
            Observe();
            Actor former = Acting;
            Acting = actor;
            deed();
            Observe();
            Acting = former;
        }
    }

    /// <summary>Looks at the account and notes what became different.</summary>
    public void Observe()
    {
        lock (gate)
        {
            foreach (SandboxUser user in Users())
            {
                SandboxUser? before = users.GetValueOrDefault(user.UserName);
                if (before != user)
                {
                    users[user.UserName] = user;
                    Timeline.Note(user, Now);
                    ObserveKeys(before?.Keys ?? [], user.Keys);
                    ObserveTags(user.UserName, before?.Tags ?? new Dictionary<string, string>(), user.Tags);
                }
            }
        }
    }

    private void ObserveKeys(IReadOnlyList<SandboxAccessKey> before, IReadOnlyList<SandboxAccessKey> after)
    {
        foreach (SandboxAccessKey gone in before.Where(key => after.All(other => other.AccessKeyId != key.AccessKeyId)))
        {
            KeyHistory key = keys[gone.AccessKeyId];
            bool wasActive = account.State.DeletedKeys.Single(deleted => deleted.AccessKeyId == key.Id).StatusAtDeletion == SandboxKeyStatus.Active;
            key.IsDeleted = true;
            Note(new KeyDeleted(key, wasActive, Now, Acting));
        }

        foreach (SandboxAccessKey seen in after)
        {
            bool isActive = seen.Status == SandboxKeyStatus.Active;
            if (!keys.TryGetValue(seen.AccessKeyId, out KeyHistory? key))
            {
                key = new KeyHistory
                {
                    Id = seen.AccessKeyId, UserName = seen.UserName, Secret = seen.SecretAccessKey, CreatedBy = Acting, CreatedAt = seen.CreateDate, IsActive = isActive,
                };
                keys.Add(key.Id, key);
                Note(new KeyCreated(key, Now, Acting));
            }
            else if (key.IsActive != isActive)
            {
                key.IsActive = isActive;
                Note(isActive ? new KeyEnabled(key, Now, Acting) : new KeyDisabled(key, Now, Acting));
            }
        }
    }

    private void ObserveTags(string userName, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        foreach (string gone in before.Keys.Where(tag => !after.ContainsKey(tag)))
        {
            Note(new TagRemoved(userName, gone, Now, Acting));
        }

        foreach (KeyValuePair<string, string> tag in after.Where(tag => before.GetValueOrDefault(tag.Key) != tag.Value))
        {
            Note(new TagSet(userName, tag.Key, tag.Value, Now, Acting));
        }
    }

    /// <summary>The promises see a change before the model learns from it.</summary>
    private void Note(Change change)
    {
        OnChange?.Invoke(change);
        if (change.By == Actor.Module)
        {
            Learning.From(change, keys);
        }
        else if ((change as KeyEnabled)?.Key is KeyHistory enabled)
        {
            enabled.ChangedByOthersAt = change.At;
        }
        else if ((change as KeyDisabled)?.Key is KeyHistory disabled)
        {
            disabled.ChangedByOthersAt = change.At;
        }
    }
}
