using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 5. What was handed over is the secret of a key that works; a key whose secret was not handed over is gone, or
/// its user's tags say that a rotation was interrupted; or somebody quarantined it by name, and it will go that way.
/// </summary>
internal sealed class SecretsAreDeliveredOrTakenBack : IPromise
{
    private readonly History history;

    public SecretsAreDeliveredOrTakenBack(History history) => this.history = history;

    public IEnumerable<string> ObjectTo(StepRecord step) => step.Rotated.SelectMany(rotated => ObjectTo(rotated, step)).Concat(
        from key in history.Keys
        where !key.IsDeleted && !key.HasHolder && !key.IsLostByOthers && !key.IsQuarantined && !key.IsBroughtBackByOthers
        where !step.After.Single(user => user.UserName == key.UserName).Tags.ContainsKey("keyrotation:pending")
        select $"nobody has the secret of {key}, and no tag says that its rotation was interrupted");

    private static IEnumerable<string> ObjectTo(RotatedAccessKey rotated, StepRecord step)
    {
        SandboxAccessKey? key = step.After.SelectMany(user => user.Keys).SingleOrDefault(listed => listed.AccessKeyId == rotated.AccessKeyId);
        if (key?.Status != SandboxKeyStatus.Active)
        {
            yield return $"{rotated} was handed over and is {key?.Status.ToString() ?? "deleted"}";
        }
        else if (key.SecretAccessKey != rotated.GetSecretAccessKeyAsPlainText())
        {
            yield return $"{rotated} was handed over with another secret than its own";
        }
        else if (!World.IsSame(key.UserName, rotated.UserName))
        {
            yield return $"{rotated} is of {key.UserName}";
        }
    }
}
