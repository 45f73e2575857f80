using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KeyRotation.Commands.Completion;

/// <summary>
/// What one PowerShell session was told about an account a moment ago, so that pressing TAB again asks nobody again.
/// </summary>
/// <remarks>
/// The one exception to "no static mutable state": PowerShell makes a new completer for each TAB and hands it nothing
/// of the session, so what should last from one to the next hangs on the session's runspace. It goes when that goes, no
/// other session sees it, and it holds names and ids, never a secret.
/// </remarks>
internal sealed class SessionMemory
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);

    private static readonly ConditionalWeakTable<Runspace, SessionMemory> OfSessions = new();

    private readonly ConcurrentDictionary<string, (Stopwatch Age, IReadOnlyList<Choice> Choices)> known = new(StringComparer.Ordinal);

    /// <summary>The memory of the session that runs on this thread; a fresh one where there is none.</summary>
    public static SessionMemory OfThisSession() => Runspace.DefaultRunspace is Runspace session ? OfSessions.GetOrCreateValue(session) : new SessionMemory();

    public IReadOnlyList<Choice>? Recall(string question) =>
        known.TryGetValue(question, out (Stopwatch Age, IReadOnlyList<Choice> Choices) answer) && answer.Age.Elapsed < Lasts ? answer.Choices : null;

    public void Keep(string question, IReadOnlyList<Choice> choices) => known[question] = (Stopwatch.StartNew(), choices);
}
