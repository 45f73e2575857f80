using System;
using System.IO;

namespace KeyRotation.Compromise;

/// <summary>Failures of reading what speaks against keys.</summary>
internal static class CompromiseFailures
{
    public static KeyRotationException SourceNotAsked(string name, KeyRotationException problem) => new(
        problem.ErrorId,
        problem.Category,
        problem.Target,
        $"{name} did not answer, and what is known there of compromised keys is missing. {problem.Message}",
        problem.InnerException);

    public static KeyRotationException FileUnreadable(string name, Exception problem) => new(
        "FindingFileUnreadable",
        problem is UnauthorizedAccessException ? FailureCategory.PermissionDenied : FailureCategory.InvalidData,
        target: null,
        problem is InvalidDataException
            ? $"{name} could not be read to its end. {problem.Message} What stands before counts, what stands behind is not known: have the file made again, and run again."
            : $"{name} cannot be read: {Failures.Sentence(ForeignText.Clean(problem.Message))} Check the file and who may read it, and run again.");

    public static KeyRotationException OnlyHashes(string name) => new(
        "BaselineHasHashes",
        FailureCategory.InvalidData,
        target: null,
        $"{name} is a baseline of detect-secrets, which holds hashes and no ids of keys. Run Find-LeakedAccessKey -Path on the files that it names.");
}
