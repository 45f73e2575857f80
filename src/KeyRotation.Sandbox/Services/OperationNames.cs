using System;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services;

/// <summary>What can be said of an operation by its name alone: the log tells of unknown ones too.</summary>
internal static class OperationNames
{
    private const string None = "(none)";

    private static readonly string[] ReadingVerbs = ["Get", "List", "Describe", "Lookup"];

    /// <summary>The operation in the header that services with a JSON protocol are told it in.</summary>
    public static string FromTarget(HttpRequest request) => request.Header("x-amz-target")?.Split('.')[^1] is { Length: > 0 } name ? name : None;

    public static bool Changes(string operation) =>
        operation != None && !Array.Exists(ReadingVerbs, verb => operation.StartsWith(verb, StringComparison.Ordinal));
}
