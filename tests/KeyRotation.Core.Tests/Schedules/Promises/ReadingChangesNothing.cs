using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>10. -WhatIf and looking send no call that changes anything; only a credential report is asked for.</summary>
internal sealed class ReadingChangesNothing : IPromise
{
    public IEnumerable<string> ObjectTo(StepRecord step) => step.Work.IsRead()
        ? step.Changes.Select(change => $"reading changed something: {change}")
            .Concat(step.Calls.Where(call => call.Changes && call.Operation != "GenerateCredentialReport").Select(call => $"reading sent {call.Operation}"))
        : [];
}
