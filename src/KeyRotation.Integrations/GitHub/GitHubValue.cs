using System.Collections.Generic;

namespace KeyRotation.Integrations.GitHub;

/// <summary>A secret or a variable of GitHub to write. A class and not a record: nothing prints a secret.</summary>
internal sealed class GitHubValue
{
    public GitHubValue(string name, bool isSecret, string text)
    {
        Name = name;
        IsSecret = isSecret;
        Text = text;
    }

    public string Name { get; }

    /// <summary>Whether it is a secret, which nobody can read, and not a variable.</summary>
    public bool IsSecret { get; }

    public string Text { get; }

    /// <summary>The value in words.</summary>
    public string Words => (IsSecret ? "secret " : "variable ") + Name;
}

/// <summary>What GitHub shows of a secret or a variable.</summary>
internal sealed class GitHubState
{
    /// <summary>The text of a variable; null for a secret.</summary>
    public string? Text { get; init; }

    /// <summary>When it was last written, as GitHub writes it: to the second.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>Which repositories of the organization can use it; null elsewhere.</summary>
    public string? Visibility { get; init; }

    /// <summary>The ids of these repositories where they are chosen one by one.</summary>
    public IReadOnlyList<long> SelectedRepositories { get; init; } = [];
}
