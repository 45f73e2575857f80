using System.Collections.Generic;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>Something that always holds. Each objection tells how it did not.</summary>
internal interface IPromise
{
    /// <summary>Looks at a change of the module's, at the moment that it happens.</summary>
    IEnumerable<string> ObjectTo(Change change, StepRecord step) => [];

    /// <summary>Looks at a step of the module's that has ended.</summary>
    IEnumerable<string> ObjectTo(StepRecord step) => [];
}
