using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.Organizations;

/// <summary>A call as service control policies see it.</summary>
/// <param name="Action">E.g. iam:CreateAccessKey.</param>
/// <param name="Resource">The ARN of what it acts on.</param>
internal sealed record ControlledCall(string Action, string Resource)
{
    /// <summary>The values of the condition keys that the call has, by key without regard to case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
}
