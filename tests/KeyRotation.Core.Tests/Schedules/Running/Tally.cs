using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using KeyRotation.Tests.Schedules.Model;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Counts what schedules brought about, so that one can see that they lead somewhere.</summary>
internal sealed class Tally
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, int> counts = new(System.StringComparer.Ordinal);

    public void Count(StepRecord step)
    {
        lock (gate)
        {
            Add("calls of the module");
            Add("calls of the module, stopped", step.IsStopped);
            Add("calls of the module, troubled", !step.IsStopped && !step.IsUntroubled);
            Add("keys created", step.ChangesOf<KeyCreated>().Count());
            Add("keys disabled", step.ChangesOf<KeyDisabled>().Count(change => !change.Key.IsOfUnfinishedRotation));
            Add("keys enabled", step.ChangesOf<KeyEnabled>().Count());
            Add("keys removed", step.ChangesOf<KeyDeleted>().Count(change => !change.Key.IsOfUnfinishedRotation));
            Add("keys taken back", step.ChangesOf<KeyDeleted>().Count(change => change.Key.IsOfUnfinishedRotation));
            Add("rotations finished", step.Rotated.Count);
            foreach (KeyRotationException failure in step.Failures)
            {
                Add("failure " + failure.ErrorId);
            }
        }
    }

    public void Count(History history)
    {
        lock (gate)
        {
            Add("schedules");
            Add("keys kept after an interruption", history.Keys.Count(key => key.IsMadeByModule && key.IsTaken && key.IsOfUnfinishedRotation));
        }
    }

    public override string ToString()
    {
        lock (gate)
        {
            return string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));
        }
    }

    private void Add(string what, bool happened) => Add(what, happened ? 1 : 0);

    private void Add(string what, int times = 1) => counts[what] = counts.GetValueOrDefault(what) + times;
}
