using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;

namespace KeyRotation.Sandbox.Signing;

/// <summary>The actions of a policy: <c>iam:List*</c>, without regard to case, * and ? as wildcards.</summary>
internal static class ActionPattern
{
    public static bool Allows(IReadOnlyList<string>? patterns, string action) =>
        patterns is null || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true));

    public static IReadOnlyList<string>? Copy(string[]? patterns)
    {
        if (patterns is null)
        {
            return null;
        }

        foreach (var pattern in patterns)
        {
            if (pattern != "*" && !pattern.Contains(':', StringComparison.Ordinal))
            {
                throw new ArgumentException("'" + pattern + "' names no service: an action is written like iam:ListUsers.", nameof(patterns));
            }
        }

        return patterns.ToArray();
    }
}
