using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>9. No part of a secret is in any text.</summary>
internal sealed class NoSecretIsTold : IPromise
{
    private const int PartLength = 10;
    private readonly History history;

    public NoSecretIsTold(History history) => this.history = history;

    public IEnumerable<string> ObjectTo(StepRecord step)
    {
        List<string> parts = history.Keys.SelectMany(key => Enumerable.Range(0, key.Secret.Length / PartLength).Select(part => key.Secret.Substring(part * PartLength, PartLength))).ToList();
        IEnumerable<string> texts = step.Thrown is null ? step.Texts : step.Texts.Append(step.Thrown.ToString());
        return
            from text in texts
            where parts.Any(part => text.Contains(part, StringComparison.Ordinal))
            select $"a secret is told in: {text}";
    }
}
