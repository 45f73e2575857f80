using System;
using System.Collections.Generic;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>7. "The other key" is never guessed: a step that names a user changes no other, and one that names a key to disable, enable or remove no other key.</summary>
internal sealed class OnlyTheNamedKeyIsTouched : IPromise
{
    public IEnumerable<string> ObjectTo(Change change, StepRecord step)
    {
        if (step.NamedUser is string user && !World.IsSame(user, change.UserName))
        {
            yield return $"{user} was named, and {change.UserName} is changed: {change}";
        }

        string? id = change switch
        {
            KeyDisabled disabled => disabled.Key.Id,
            KeyEnabled enabled => enabled.Key.Id,
            KeyDeleted deleted => deleted.Key.Id,
            _ => null,
        };
        if (id is not null && step.NamedKey is string named && id != named && step.Work is Disable or DisableCompromised or Enable or Remove && !string.Equals(id, named, StringComparison.Ordinal))
        {
            yield return $"{named} was named, and {id} is changed: {change}";
        }
    }
}
