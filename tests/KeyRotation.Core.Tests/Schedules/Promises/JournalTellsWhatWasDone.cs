using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>What the module did to a key without trouble is in the user's tags, with the time by AWS's clock.</summary>
internal sealed class JournalTellsWhatWasDone : IPromise
{
    /// <summary>Where no tag fits, a compromised key is disabled without one.</summary>
    private const int FullTags = 50;

    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    /// <summary>Where users are worked on side by side, the waits of others pass between a change and its record. A later time is the careful one.</summary>
    private static readonly TimeSpan WaitsOfOthers = TimeSpan.FromMinutes(2);

    public IEnumerable<string> ObjectTo(StepRecord step) => step.ChangesOf<KeyDisabled>()
        .Where(change => !change.Key.IsDeleted && !change.Key.IsActive && !change.Key.IsOfUnfinishedRotation && !step.IsTroubled(change.UserName))
        .Where(change => step.Work is not DisableCompromised || step.After.Single(user => user.UserName == change.UserName).Tags.Count < FullTags)
        .SelectMany(change => ObjectTo(change, step.After.Single(user => user.UserName == change.UserName)))
        .Concat(step.ChangesOf<KeyEnabled>()
            .Where(change => change.Key.IsActive && !step.IsTroubled(change.UserName))
            .Where(change => TagText.OfKey(step.After.Single(user => user.UserName == change.UserName).Tags, change.Key.Id)?.Stage == "quarantined")
            .Select(change => $"{change.Key} was enabled, and the journal calls it quarantined"));

    private static IEnumerable<string> ObjectTo(KeyDisabled change, SandboxUser user)
    {
        TagText? record = TagText.OfKey(user.Tags, change.Key.Id);
        if (record?.Stage != "quarantined" || record.Time("since") is not DateTimeOffset since || since < change.At - Rounding || since > change.At + WaitsOfOthers)
        {
            yield return $"{change.Key} was disabled at {change.At:u}, and the journal says: {user.Tags.GetValueOrDefault("keyrotation:" + change.Key.Id) ?? "nothing"}";
        }
    }
}
