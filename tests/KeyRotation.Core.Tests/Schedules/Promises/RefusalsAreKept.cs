using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// The journal's refusals, which hold for all but the disabling of a compromised key: nothing is changed for a user with a tag that cannot be read or cannot be true, no key is created for one who
/// is exempt, and none for one whose tags leave no room for the journal.
/// </summary>
internal sealed class RefusalsAreKept : IPromise
{
    private readonly History history;

    public RefusalsAreKept(History history) => this.history = history;

    public IEnumerable<string> ObjectTo(Change change, StepRecord step)
    {
        if (step.Work is DisableCompromised)
        {
            yield break;
        }

        SandboxUser user = step.UserBefore(change.UserName);
        SandboxUser shown = history.Timeline.At(user.UserName, step.Begun - step.TagLag)!;
        if (user.Tags.ContainsKey(World.GarbageTag) && shown.Tags.ContainsKey(World.GarbageTag))
        {
            yield return $"{user.UserName} has a tag that cannot be read, and is changed: {change}";
        }

        if (history.Forgeries.MakeDoubtful(user) && history.Forgeries.MakeDoubtful(shown))
        {
            yield return $"{user.UserName} has a tag that cannot be true, and is changed: {change}";
        }

        if (change is KeyCreated && user.Tags.GetValueOrDefault("keyrotation:exempt") is string exempt && shown.Tags.GetValueOrDefault("keyrotation:exempt") == exempt && TagText.Read(exempt).ExemptsAt(change.At))
        {
            yield return $"{user.UserName} is exempt ({exempt}), and a key is created";
        }
    }

    public IEnumerable<string> ObjectTo(StepRecord step) =>
        from call in step.Calls
        where step.TagLag == TimeSpan.Zero
        where call is { Operation: "TagUser", Outcome: "LimitExceeded" }
        where step.ChangesOf<KeyCreated>().Any(created => World.IsSame(created.UserName, call.Parameters["UserName"]))
        select $"a key was created for {call.Parameters["UserName"]}, whose tags leave no room for the journal";
}
