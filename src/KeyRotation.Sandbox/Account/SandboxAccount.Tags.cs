using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>Sets one tag of a user. A key that is there in another case keeps the case it was first set with.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="key">1 to 128 characters of letters, digits, spaces and _ . : / = + - @; not beginning with aws:.</param>
    /// <param name="value">0 to 256 of the same characters.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity, ValidationError, InvalidInput, or LimitExceeded: 50 tags are there already.</exception>
    public void SetTag(string userName, string key, string value) => SetTags(userName, [new(key, value)]);

    /// <summary>Removes one tag of a user; nothing happens when it is not there.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="key">The tag's key, without regard to case.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity: there is no such user.</exception>
    public void RemoveTag(string userName, string key) => RemoveTags(userName, [key]);

    /// <summary>The tags of a user; keys are looked up without regard to case.</summary>
    /// <param name="userName">The user.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public IReadOnlyDictionary<string, string> Tags(string userName) => Locked(() => new EqualTags(ExistingUser(userName).Tags));

    internal void SetTags(string userName, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        Services.Rules.Tags(tags);
        lock (gate)
        {
            var user = ExistingUser(userName);
            if (user.Tags.Count + tags.Count(tag => !user.Tags.ContainsKey(tag.Key)) > MostTagsPerUser)
            {
                throw AwsErrors.TooManyTags();
            }

            foreach (var tag in tags)
            {
                user.Tags[tag.Key] = tag.Value;
            }
        }
    }

    internal void RemoveTags(string userName, IReadOnlyList<string> tagKeys)
    {
        ArgumentNullException.ThrowIfNull(tagKeys);
        lock (gate)
        {
            var user = ExistingUser(userName);
            foreach (var key in tagKeys)
            {
                user.Tags.Remove(key);
            }
        }
    }
}
