using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Iam;

internal sealed partial class IamStore
{
    private readonly Dictionary<string, SortedSet<string>> groups = new(StringComparer.OrdinalIgnoreCase);

    public string GroupArn(string groupName) => identity.ArnOf("iam", "group/" + groupName);

    /// <summary>Creates a group, or adds to one.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity: a user.</exception>
    public void SetGroup(string groupName, IEnumerable<string> userNames)
    {
        lock (gate)
        {
            groups[groupName] = new SortedSet<string>(userNames.Select(name => ExistingUser(name).UserName), StringComparer.Ordinal);
        }
    }

    /// <summary>The members of a group, sorted by name.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity: the group.</exception>
    public IReadOnlyList<SandboxUser> MembersOf(string groupName) => Locked(() => groups.TryGetValue(groupName, out var members)
        ? members.Where(users.ContainsKey).Select(name => users[name].Snapshot()).ToArray()
        : throw new AwsErrorException("NoSuchEntity", 404, $"The group with name {groupName} cannot be found."));
}
