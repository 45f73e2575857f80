using System.Collections.Generic;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>5. A key that is taken back is in no destination any more, and one that is handed over is in each.</summary>
internal sealed class StoreHoldsWhatWorks : IPromise
{
    private readonly History history;
    private readonly bool hasStore;

    public StoreHoldsWhatWorks(History history, bool hasStore)
    {
        this.history = history;
        this.hasStore = hasStore;
    }

    public IEnumerable<string> ObjectTo(Change change, StepRecord step)
    {
        if (change is KeyDisabled { Key: { IsOfUnfinishedRotation: true, IsStored: true } key })
        {
            yield return $"{key} is taken back, and the store holds it";
        }
    }

    public IEnumerable<string> ObjectTo(StepRecord step)
    {
        foreach (RotatedAccessKey rotated in hasStore ? step.Rotated : [])
        {
            if (history.Find(rotated.AccessKeyId) is not { IsStored: true })
            {
                yield return $"{rotated} was handed over, and the store does not hold it";
            }
        }
    }
}
