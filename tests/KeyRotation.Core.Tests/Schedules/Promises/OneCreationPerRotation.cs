using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>6. CreateAccessKey is carried out once at most: no step of the schedules asks for two rotations of a user that could both be done.</summary>
internal sealed class OneCreationPerRotation : IPromise
{
    public IEnumerable<string> ObjectTo(StepRecord step) =>
        from created in step.ChangesOf<KeyCreated>().Select(created => created.UserName).Concat(step.LateCreations).GroupBy(user => user)
        where created.Count() > 1
        select $"{created.Count()} keys were created for {created.Key}";
}
