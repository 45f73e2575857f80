using System;
using System.Collections.Generic;
using System.Threading;
using KeyRotation.Delivery;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>What the store of a schedule holds: it outlives the steps of the module.</summary>
internal sealed class StoreContent
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredKey> keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly History history;

    public StoreContent(History history) => this.history = history;

    public StoredKey? Of(string userName)
    {
        lock (gate)
        {
            return keys.GetValueOrDefault(userName);
        }
    }

    /// <summary>Writes over what is there, which applications have read by then.</summary>
    public void Write(string userName, StoredKey key)
    {
        if (Of(userName)?.AccessKeyId is string former && former != key.AccessKeyId)
        {
            history.Find(former)!.IsTaken = true;
        }

        Put(userName, key);
    }

    public void Put(string userName, StoredKey? key)
    {
        lock (gate)
        {
            if (keys.Remove(userName, out StoredKey? former) && history.Find(former.AccessKeyId) is KeyHistory gone)
            {
                gone.IsStored = false;
            }

            if (key is not null)
            {
                keys.Add(userName, key);
                if (history.Find(key.AccessKeyId) is KeyHistory held)
                {
                    held.IsStored = held.Secret == SecretText.Reveal(key.SecretAccessKey);
                }
            }
        }
    }
}
