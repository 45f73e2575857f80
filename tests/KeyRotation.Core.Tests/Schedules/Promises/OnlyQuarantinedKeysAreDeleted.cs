using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 4. A key is deleted only when the module has known for the whole quarantine that it is inactive; and its tags go
/// with it. A rotation that takes back its own new key is another thing.
/// </summary>
internal sealed class OnlyQuarantinedKeysAreDeleted : IPromise
{
    /// <summary>Tags hold whole seconds.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    public IEnumerable<string> ObjectTo(Change change, StepRecord step)
    {
        if (change is not KeyDeleted { Key: { IsOfUnfinishedRotation: false } key })
        {
            yield break;
        }

        TimeSpan? quarantine = QuarantineOf(step.Work);
        if (quarantine is null)
        {
            yield return $"{key} is deleted by a step that deletes nothing";
        }
        else if (key.KnownInactiveSince is not DateTimeOffset since)
        {
            yield return $"{key} is deleted, and the module did not know that it was inactive, or knew that it had not been since";
        }
        else if (change.At - since + Rounding < quarantine)
        {
            yield return $"{key} is deleted {change.At - since} after the module learned that it is inactive, at {since:u}";
        }
    }

    public IEnumerable<string> ObjectTo(StepRecord step) =>
        from deleted in step.ChangesOf<KeyDeleted>()
        where !step.IsTroubled(deleted.Key.UserName)
        from tag in step.After.Single(user => user.UserName == deleted.Key.UserName).Tags.Keys
        where tag.EndsWith(deleted.Key.Id, StringComparison.OrdinalIgnoreCase)
        select $"{deleted.Key} is deleted, and its tag {tag} is left";

    private static TimeSpan? QuarantineOf(Work work) => work switch
    {
        Remove remove => TimeSpan.FromDays(remove.QuarantineDays),
        Pass or RotateUser { MakeRoom: true } or RotateStale { MakeRoom: true } => TimeSpan.FromDays(7),
        _ => null,
    };
}
