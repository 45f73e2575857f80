using System.Collections.Generic;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>2. An active key is never deleted.</summary>
internal sealed class NoActiveKeyIsDeleted : IPromise
{
    public IEnumerable<string> ObjectTo(Change change, StepRecord step) =>
        change is KeyDeleted { WasActive: true } deleted ? [$"{deleted.Key} was active when it was deleted"] : [];
}
