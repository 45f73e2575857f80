using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 1. A user who had a working key before a step has one after it, unless the step was the disabling of a key that was
/// asked for by its id, or as compromised by its user's name. (That it had gone quiet is another promise's business.) A key whose secret nobody has does not work.
/// </summary>
internal sealed class WorkingKeyStays : IPromise
{
    private readonly History history;

    public WorkingKeyStays(History history) => this.history = history;

    public IEnumerable<string> ObjectTo(StepRecord step) =>
        from before in step.Before
        where HasWorkingKey(before) && !HasWorkingKey(step.After.Single(user => user.UserName == before.UserName))
        where !WasAskedFor(step, before)
        select $"{before.UserName} had a working key and has none now";

    private bool HasWorkingKey(SandboxUser user) =>
        user.Keys.Any(key => key.Status == SandboxKeyStatus.Active && history.Find(key.AccessKeyId)!.HasHolder);

    private bool WasAskedFor(StepRecord step, SandboxUser user) =>
        step.Work is Pass { DormantFor: not null }
        || IsNamed(step, user);

    private bool IsNamed(StepRecord step, SandboxUser user) => IsReported(step, user)
        || (step.Work is Disable
            && step.NamedKey is string id
            && World.IsSame(step.NamedUser!, user.UserName)
            && history.Find(id) is { Replacement: null });

    private static bool IsReported(StepRecord step, SandboxUser user) => step.Work is DisableCompromised && World.IsSame(step.NamedUser!, user.UserName);
}
