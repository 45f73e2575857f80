using System.Collections.Generic;
using KeyRotation.Journal;

namespace KeyRotation.Notices;

/// <summary>What the tags of a user say to who sends notices.</summary>
/// <param name="Account">The account; null where it could not be opened.</param>
/// <param name="UserName">The user.</param>
internal sealed record NoticedUser(AccountSession? Account, string UserName)
{
    /// <summary>The user's own tags; null where they could not be read.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Which warnings were sent; nothing where that could not be read.</summary>
    public NoticedSteps Noticed { get; init; } = NoticedSteps.None;

    /// <summary>Why the tags could not be read; null when they were.</summary>
    public string? Problem { get; init; }

    /// <summary>What the problems of many users have in common: a refusal names each user.</summary>
    public string? ProblemKind { get; init; }
}
