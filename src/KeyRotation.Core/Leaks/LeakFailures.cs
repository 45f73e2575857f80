using System;

namespace KeyRotation.Leaks;

/// <summary>Failures of searching files and histories.</summary>
internal static class LeakFailures
{
    public static KeyRotationException FileUnreadable(string path, Exception problem) => new(
        "SearchedFileUnreadable",
        problem is UnauthorizedAccessException ? FailureCategory.PermissionDenied : FailureCategory.InvalidData,
        target: null,
        $"{path} was not searched: {Failures.Sentence(ForeignText.Clean(problem.Message))} The other files are searched. Check who may read it, and run again.");

    public static KeyRotationException GitMissing() => new(
        "GitMissing",
        FailureCategory.ObjectNotFound,
        target: null,
        "The history was not searched: there is no git in any folder of PATH. Install git, or run without -History.");

    public static KeyRotationException GitFailed(string folder, string said) => new(
        "GitFailed",
        FailureCategory.InvalidOperation,
        target: null,
        $"The history of {folder} was not searched to its end: git says '{ForeignText.Clean(said).Trim()}'. Check that the folder is in a git repository that git may read, and run again.");
}
