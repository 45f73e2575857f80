using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 5. After a crash the next run over the account finds what was left: once the rotation can no longer be running,
/// and where the journal can be read and written.
/// </summary>
internal sealed class SettlingFindsWhatIsLeft : IPromise
{
    private const int RoomyTags = 46;
    private readonly History history;

    public SettlingFindsWhatIsLeft(History history) => this.history = history;

    public IEnumerable<string> ObjectTo(StepRecord step) =>
        from key in history.Keys
        where step.Work is Settle or Pass && step.IsUntroubled && step.Step.Between is null
        where !key.IsDeleted && key.IsOfUnfinishedRotation
        let user = step.After.Single(user => user.UserName == key.UserName)
        where !OpenFindings.IsForAPerson(user)
        where user.Tags.Count < RoomyTags && !user.Tags.ContainsKey(World.GarbageTag) && !history.Forgeries.MakeDoubtful(user)
        where TagText.OfPending(user.Tags)?.IsOverAt(step.Begun) == true
        select $"{key} was left by a rotation that is long over, and is not settled";
}
