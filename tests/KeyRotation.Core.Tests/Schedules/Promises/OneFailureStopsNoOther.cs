using System;
using System.Collections.Generic;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;
using KeyRotation.Tests.Schedules.Watching;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 8. One user's failure does not stop the run: only what concerns the whole account, or a stop from outside, ends it.
/// (That the others' work was done shows when the same again has nothing to do for them.)
/// </summary>
internal sealed class OneFailureStopsNoOther : IPromise
{
    public IEnumerable<string> ObjectTo(StepRecord step)
    {
        bool isExpected = step.Thrown switch
        {
            null => true,
            CrashException => step.Step.Trouble is Crash,
            RefusedException => step.Step.Trouble is Thrown && step.Work.IsRead(),
            ResultNotTakenException => step.Step.Trouble is Refused,
            OperationCanceledException => step.IsStopped,
            ServiceException or KeyRotationException => step.IsAccountTroubled,
            _ => false,
        };
        return isExpected ? [] : [$"the run ended with {step.Thrown}"];
    }
}
