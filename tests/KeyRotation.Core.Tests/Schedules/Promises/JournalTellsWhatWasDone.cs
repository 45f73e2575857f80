using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Journal;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>What the module did to a key without trouble is in the user's tags, with the time by AWS's clock.</summary>
internal sealed class JournalTellsWhatWasDone : IPromise
{
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    public IEnumerable<string> ObjectTo(StepRecord step) => step.ChangesOf<KeyDisabled>()
        .Where(change => !change.Key.IsDeleted && !change.Key.IsActive && !change.Key.IsOfUnfinishedRotation && !step.IsTroubled(change.UserName))
        .SelectMany(change => ObjectTo(change, step.After.Single(user => user.UserName == change.UserName)))
        .Concat(step.ChangesOf<KeyEnabled>()
            .Where(change => change.Key.IsActive && !step.IsTroubled(change.UserName))
            .Where(change => RecordOf(change.Key, step.After.Single(user => user.UserName == change.UserName))?.Stage == KeyStage.Quarantined)
            .Select(change => $"{change.Key} was enabled, and the journal calls it quarantined"));

    private static IEnumerable<string> ObjectTo(KeyDisabled change, SandboxUser user)
    {
        KeyRecord? record = RecordOf(change.Key, user);
        if (record?.Stage != KeyStage.Quarantined || (record.Since - change.At).Duration() > Rounding)
        {
            yield return $"{change.Key} was disabled at {change.At:u}, and the journal says: {record?.ToTagValue() ?? "nothing"}";
        }
    }

    private static KeyRecord? RecordOf(KeyHistory key, SandboxUser user) =>
        user.Tags.GetValueOrDefault(JournalTags.ForKey(key.Id)) is string value ? KeyRecord.Parse(value) : null;
}
