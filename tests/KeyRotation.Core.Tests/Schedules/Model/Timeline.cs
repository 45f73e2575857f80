using System;
using System.Collections.Generic;
using System.Threading;
using KeyRotation.Sandbox;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>How the users were at earlier times: what answers show that are behind.</summary>
internal sealed class Timeline
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<(DateTimeOffset At, SandboxUser User)>> users = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DateTimeOffset> hidden = new(StringComparer.Ordinal);

    public void Note(SandboxUser user, DateTimeOffset at)
    {
        lock (gate)
        {
            if (!users.TryGetValue(user.UserName, out List<(DateTimeOffset At, SandboxUser User)>? states))
            {
                users.Add(user.UserName, states = []);
            }

            states.Add((at, user));
        }
    }

    /// <summary>The user as it was then; as it was at first, for a time before. Null for one who is none of the schedule's.</summary>
    public SandboxUser? At(string userName, DateTimeOffset time)
    {
        lock (gate)
        {
            return users.TryGetValue(userName, out List<(DateTimeOffset At, SandboxUser User)>? states)
                ? states[Math.Max(0, states.FindLastIndex(state => state.At <= time))].User
                : null;
        }
    }

    /// <summary>A key that no list shows before the given time.</summary>
    public void Hide(string accessKeyId, DateTimeOffset until)
    {
        lock (gate)
        {
            hidden[accessKeyId] = until;
        }
    }

    public bool IsHidden(string accessKeyId, DateTimeOffset at)
    {
        lock (gate)
        {
            return hidden.TryGetValue(accessKeyId, out DateTimeOffset until) && at < until;
        }
    }
}
