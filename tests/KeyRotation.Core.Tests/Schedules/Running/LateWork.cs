using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Creations whose callers gave up, and that AWS carries out at a later time.</summary>
internal sealed class LateWork
{
    private readonly Lock gate = new();
    private readonly List<(DateTimeOffset Due, string UserName)> waiting = [];
    private readonly TestAccount account;
    private readonly History history;

    public LateWork(TestAccount account, History history)
    {
        this.account = account;
        this.history = history;
    }

    public void Add(DateTimeOffset due, string userName)
    {
        lock (gate)
        {
            waiting.Add((due, userName));
        }
    }

    /// <summary>Time passes, and what is due meanwhile is done at its time.</summary>
    public void Pass(TimeSpan span)
    {
        DateTimeOffset end = history.Now + span;
        while (NextDue() is DateTimeOffset due && due <= end)
        {
            account.Server.Clock.Advance(due > history.Now ? due - history.Now : TimeSpan.Zero);
            RunDue();
        }

        account.Server.Clock.Advance(end > history.Now ? end - history.Now : TimeSpan.Zero);
    }

    private DateTimeOffset? NextDue()
    {
        lock (gate)
        {
            return waiting.Count == 0 ? null : waiting.Min(creation => creation.Due);
        }
    }

    public void RunDue()
    {
        lock (gate)
        {
            foreach ((DateTimeOffset due, string userName) in waiting.FindAll(creation => creation.Due <= history.Now))
            {
                waiting.Remove((due, userName));
                history.ActAs(Actor.LateCall, () => Create(userName, due));
            }
        }
    }

    private void Create(string userName, DateTimeOffset at)
    {
        if (account.State.FindUser(userName)!.Keys.Count < 2)
        {
            account.State.AddAccessKey(userName, at);
        }
    }
}
