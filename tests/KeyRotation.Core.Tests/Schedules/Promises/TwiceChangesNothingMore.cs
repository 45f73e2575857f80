using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 10. Doing a step twice changes nothing more. And 8: what the second time changes for a user whom no trouble hit
/// was left undone the first time.
/// </summary>
internal sealed class TwiceChangesNothingMore : IPromise
{
    public IEnumerable<string> ObjectTo(StepRecord step) =>
        from first in new[] { step.Repeated }
        where first is not null && SeesTheSame(first, step)
        from call in step.Calls
        where call.Changes && call.Operation != "GenerateCredentialReport" && !first.IsTroubled(call.Parameters["UserName"])
        select $"the same again sent {call.Operation} for {call.Parameters["UserName"]}";

    /// <summary>A new credential report may show more users to look at.</summary>
    private static bool SeesTheSame(StepRecord first, StepRecord again) => first.ReportTimes.Concat(again.ReportTimes).Distinct().Count() < 2;
}
