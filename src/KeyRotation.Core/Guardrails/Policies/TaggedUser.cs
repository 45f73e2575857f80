using System;
using System.Collections.Generic;

namespace KeyRotation.Guardrails.Policies;

/// <summary>A user and its tags.</summary>
internal sealed class TaggedUser
{
    private readonly Dictionary<string, string> tags = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="arn">The user's ARN.</param>
    /// <param name="tags">Its tags; conditions find them without regard to case, as IAM keeps them.</param>
    public TaggedUser(string arn, IReadOnlyDictionary<string, string> tags)
    {
        Arn = arn;
        foreach (KeyValuePair<string, string> tag in tags)
        {
            this.tags[tag.Key] = tag.Value;
        }
    }

    public string Arn { get; }

    public bool HasTag(string name, Func<string, bool> isMet) => tags.TryGetValue(name, out string? value) && isMet(value);
}
