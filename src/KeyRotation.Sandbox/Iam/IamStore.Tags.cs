using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Iam;

internal sealed partial class IamStore
{
    /// <summary>The tags of a user; keys are looked up without regard to case.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public IReadOnlyDictionary<string, string> Tags(string userName) => Locked(() => new EqualTags(ExistingUser(userName).Tags));

    /// <summary>Sets tags of a user. A key that is there in another case keeps the case it was first set with.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity, ValidationError, InvalidInput, or LimitExceeded: 50 tags are there already.</exception>
    public void SetTags(string userName, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        IamRules.Tags(tags);
        lock (gate)
        {
            var user = ExistingUser(userName);
            if (user.Tags.Count + tags.Count(tag => !user.Tags.ContainsKey(tag.Key)) > MostTagsPerUser)
            {
                throw IamErrors.TooManyTags();
            }

            foreach (var tag in tags)
            {
                user.Tags[tag.Key] = tag.Value;
            }
        }
    }

    /// <summary>Removes tags of a user; nothing happens to those that are not there.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity: there is no such user.</exception>
    public void RemoveTags(string userName, IReadOnlyList<string> tagKeys)
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
