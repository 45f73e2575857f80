using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 10. Doing a step twice changes nothing more. And 8: what the second time changes for a user whom no trouble hit
/// was left undone the first time.
/// </summary>
internal sealed class TwiceChangesNothingMore : IPromise
{
    private readonly History history;

    public TwiceChangesNothingMore(History history) => this.history = history;

    public IEnumerable<string> ObjectTo(StepRecord step) => step.TagLag + step.ListLag > TimeSpan.Zero ? ObjectToChanges(step) : ObjectToCalls(step);

    /// <summary>Where answers are behind, a call that changes nothing more may go out again.</summary>
    private IEnumerable<string> ObjectToChanges(StepRecord step) =>
        from first in new[] { step.Repeated }
        where first is not null && SeesTheSame(first, step)
        from change in step.Changes
        where change is not (TagSet or TagRemoved) && !first.IsTroubled(change.UserName) && WasAtRest(change.UserName, first) && !IsToRunAgain(change.UserName, first)
        select $"the same again changed {change}";

    /// <summary>What happened just before the first time shows only the second time.</summary>
    private bool WasAtRest(string userName, StepRecord first) =>
        history.Timeline.At(userName, first.Begun - first.TagLag - first.ListLag) == history.Timeline.At(userName, first.Begun);

    /// <summary>A list that does not show the run's own deletion refuses what follows it, and says to run again.</summary>
    private static bool IsToRunAgain(string userName, StepRecord first) =>
        first.Failures.Any(failure => failure.ErrorId == "KeysChanged" && failure.Target?.UserName == userName)
        && first.ChangesOf<KeyDeleted>().Any(deleted => deleted.UserName == userName);

    private static IEnumerable<string> ObjectToCalls(StepRecord step) =>
        from first in new[] { step.Repeated }
        where first is not null && SeesTheSame(first, step)
        from call in step.Calls
        where call.Changes && call.Operation != "GenerateCredentialReport" && !first.IsTroubled(call.Parameters["UserName"])
        select $"the same again sent {call.Operation} for {call.Parameters["UserName"]}";

    /// <summary>A new credential report may show more users to look at.</summary>
    private static bool SeesTheSame(StepRecord first, StepRecord again) => first.ReportTimes.Concat(again.ReportTimes).Distinct().Count() < 2;
}
