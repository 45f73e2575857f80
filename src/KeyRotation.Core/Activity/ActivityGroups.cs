using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Activity;

/// <summary>Puts the events of a key together: what came from one address with one program is one user of the key.</summary>
internal sealed class ActivityGroups
{
    /// <summary>Services have words of their own: AccessDenied, AccessDeniedException, Client.UnauthorizedOperation, AuthorizationError and so on.</summary>
    private static readonly Regex Denial = new("AccessDenied|Unauthorized|NotAuthorized|AuthorizationError", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly Dictionary<(string SourceAddress, string UserAgent), Group> groups = [];

    /// <summary>The IAM user that the events name; null where none does.</summary>
    public string? UserName { get; private set; }

    public void Add(TrailEvent found)
    {
        UserName ??= found.CallerUserName;
        (string, string) key = (found.SourceAddress is null ? "(none)" : ForeignText.Clean(found.SourceAddress), UserAgents.Normalize(found.UserAgent));
        if (!groups.TryGetValue(key, out Group? group))
        {
            groups.Add(key, group = new Group { First = found, Last = found });
        }

        group.Add(found);
    }

    /// <summary>Takes over what was found in another region.</summary>
    public void Add(ActivityGroups others)
    {
        UserName ??= others.UserName;
        foreach (KeyValuePair<(string, string), Group> other in others.groups)
        {
            if (groups.TryGetValue(other.Key, out Group? group))
            {
                group.Add(other.Value);
            }
            else
            {
                groups.Add(other.Key, other.Value);
            }
        }
    }

    /// <summary>The users of the key, the most recent first.</summary>
    /// <param name="key">The key.</param>
    /// <param name="seenAt">When the events were looked up.</param>
    public IReadOnlyList<KeyActivity> ToActivities(KeyReference key, DateTimeOffset seenAt)
    {
        KeyReference named = key.UserName.Length == 0 && UserName is not null ? key with { UserName = UserName } : key;
        return groups
            .Select(group => new KeyActivity(named, group.Key.SourceAddress, group.Key.UserAgent)
            {
                FullUserAgent = group.Value.Last.UserAgent is string full ? ForeignText.Clean(full) : null,
                Count = group.Value.Count,
                Denied = group.Value.Denied,
                FirstTime = group.Value.First.At,
                LastTime = group.Value.Last.At,
                Actions = [.. group.Value.Actions.OrderByDescending(action => action.Value).ThenBy(action => action.Key).Select(action => new ActionCount(action.Key.Service, action.Key.Action, action.Value))],
                Regions = [.. group.Value.Regions],
                SeenAt = seenAt,
            })
            .OrderByDescending(activity => activity.LastTime)
            .ThenBy(activity => activity.SourceAddress, StringComparer.Ordinal)
            .ToList();
    }

    private static bool IsDenied(string? errorCode) => errorCode is not null && Denial.IsMatch(errorCode);

    private sealed class Group
    {
        public required TrailEvent First { get; set; }

        public required TrailEvent Last { get; set; }

        public int Count { get; private set; }

        public int Denied { get; private set; }

        public Dictionary<(string Service, string Action), int> Actions { get; } = [];

        public SortedSet<string> Regions { get; } = new(StringComparer.Ordinal);

        public void Add(TrailEvent found)
        {
            Count++;
            Denied += IsDenied(found.ErrorCode) ? 1 : 0;
            Extend(found, found);
            Add((ForeignText.Clean(found.Service), ForeignText.Clean(found.Action)), 1);
            if (found.Region is not null)
            {
                Regions.Add(ForeignText.Clean(found.Region));
            }
        }

        public void Add(Group other)
        {
            Count += other.Count;
            Denied += other.Denied;
            Extend(other.First, other.Last);
            Regions.UnionWith(other.Regions);
            foreach (KeyValuePair<(string, string), int> action in other.Actions)
            {
                Add(action.Key, action.Value);
            }
        }

        private void Extend(TrailEvent first, TrailEvent last)
        {
            First = first.At < First.At ? first : First;
            Last = last.At > Last.At ? last : Last;
        }

        private void Add((string Service, string Action) action, int count)
        {
            Actions.TryGetValue(action, out int before);
            Actions[action] = before + count;
        }
    }
}
