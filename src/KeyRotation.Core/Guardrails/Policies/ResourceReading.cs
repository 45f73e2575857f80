using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Guardrails.Policies;

/// <summary>Which users' keys the resources of a deny mean. The resource of a call that creates a key is the user for whom it is.</summary>
internal sealed class ResourceReading
{
    /// <summary>Stands for any path and name: no user has it, so that only a wildcard matches it.</summary>
    private const string AnyName = "\u0001/\u0001";

    private ResourceReading()
    {
    }

    /// <summary>Whether it is for the keys of no user.</summary>
    public bool IsForNone { get; private init; }

    /// <summary>The users whose keys it leaves out; null for none.</summary>
    public KeyExemption? Exemption { get; private init; }

    /// <param name="statement">The deny.</param>
    /// <param name="usersArn">What the ARNs of the users begin with, e.g. <c>arn:aws:iam::123456789012:user/</c>; the account is * where it is any of many.</param>
    public static ResourceReading Of(PolicyStatement statement, string usersArn)
    {
        List<string> patterns = statement.Resources.Where(pattern => CanBeUser(pattern, usersArn)).ToList();
        bool isForAll = patterns.Exists(pattern => PolicyPattern.Matches(pattern, usersArn + AnyName));
        bool Matches(TaggedUser user) => patterns.Exists(pattern => PolicyPattern.Matches(pattern, user.Arn));
        string named = string.Join(", ", patterns);
        return statement.IsNotResource
            ? new ResourceReading { IsForNone = isForAll, Exemption = patterns.Count == 0 ? null : new KeyExemption("keys of users " + named, Matches) }
            : new ResourceReading { IsForNone = patterns.Count == 0, Exemption = isForAll ? null : new KeyExemption("keys of users other than " + named, user => !Matches(user)) };
    }

    /// <summary>Whether a pattern can match a user: each part of it can, and what it begins with.</summary>
    private static bool CanBeUser(string pattern, string usersArn)
    {
        int wildcard = pattern.IndexOfAny(['*', '?', '$']);
        string begin = wildcard < 0 ? pattern : pattern.Substring(0, wildcard);
        string[] parts = pattern.Split([':'], 6);
        return parts.Length < 6
            ? wildcard >= 0 && usersArn.StartsWith(begin, StringComparison.Ordinal)
            : parts.Take(5).Zip(usersArn.Split(':'), CanMatch).All(can => can) && CanBeName(parts[5]);
    }

    private static bool CanMatch(string pattern, string part) => part == "*" || PolicyPattern.Matches(pattern, part);

    private static bool CanBeName(string pattern)
    {
        const string users = "user/";
        int wildcard = pattern.IndexOfAny(['*', '?', '$']);
        string begin = wildcard < 0 ? pattern : pattern.Substring(0, wildcard);
        return begin.Length < users.Length ? wildcard >= 0 && users.StartsWith(begin, StringComparison.Ordinal) : begin.StartsWith(users, StringComparison.Ordinal);
    }
}
