using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>
/// 3. A key is disabled only on evidence that it is quiet, or because it is compromised. A rotation that takes back its own new key needs none in
/// the same step, for nobody has its secret; a later one needs evidence that nobody used it.
/// </summary>
internal sealed class OnlyQuietKeysAreDisabled : IPromise
{
    /// <summary>Tags hold whole seconds.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    public IEnumerable<string> ObjectTo(Change change, StepRecord step) =>
        change is KeyDisabled disabled && step.Work is not DisableCompromised ? disabled.Key.IsOfUnfinishedRotation ? ObjectToTakingBack(disabled, step) : ObjectToDisabling(disabled, step) : [];

    private static IEnumerable<string> ObjectToTakingBack(KeyDisabled change, StepRecord step)
    {
        bool isOfThisStep = step.ChangesOf<KeyCreated>().Any(created => created.Key == change.Key);
        if (!isOfThisStep && !step.Evidence.ContainsKey(change.Key.Id))
        {
            yield return $"{change.Key} was left by an earlier rotation and is taken back without evidence";
        }

        if (change.Key.Uses.Count > 0)
        {
            yield return $"{change.Key} is taken back, and an application used it at {change.Key.Uses[^1]:u}";
        }
    }

    private static IEnumerable<string> ObjectToDisabling(KeyDisabled change, StepRecord step)
    {
        KeyHistory key = change.Key;
        if (step.Work is not (Disable or Pass))
        {
            yield return $"{key} is disabled by a step that disables nothing";
            yield break;
        }

        TimeSpan? asked = step.Work switch
        {
            Disable disable => disable.UnusedFor,
            Pass pass when key.Replacement is null => pass.DormantFor ?? TimeSpan.MaxValue,
            _ => null,
        };
        TimeSpan needed = asked ?? TimeSpan.FromDays(key.Replacement is null ? 90 : 1);
        DateTimeOffset since = key.Replacement?.VerifiedAt ?? key.CreatedAt;
        if (!step.Evidence.ContainsKey(key.Id))
        {
            yield return $"{key} is disabled without evidence";
        }

        if (key.Replacement is { Key: { Uses.Count: 0, IsStored: false } } replacement)
        {
            yield return $"{key} is disabled, and {replacement.Key}, which replaced it, was never used and is not in the store: its secret may be lost";
        }

        if (change.At - since + Rounding < needed)
        {
            yield return $"{key} is disabled {change.At - since} after {since:u}, and {needed} are needed";
        }

        foreach (DateTimeOffset use in key.Uses.Where(use => use > since && change.At - use + Rounding < needed))
        {
            yield return $"{key} is disabled although it was used at {use:u}, and it must be quiet for {needed}";
        }
    }
}
