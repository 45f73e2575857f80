using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services.Json;

/// <summary>A service in the protocol JSON 1.1: its name in signatures, what stands before its operations, and these.</summary>
internal sealed class JsonService
{
    private readonly Dictionary<string, JsonOperation> operations;

    public JsonService(string name, string targetPrefix, IEnumerable<JsonOperation> operations)
    {
        Name = name;
        TargetPrefix = targetPrefix;
        this.operations = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    }

    public string Name { get; }

    public string TargetPrefix { get; }

    /// <summary>What the service calls an error of its own.</summary>
    public required string InternalError { get; init; }

    /// <summary>Message or message, as its error shapes have it.</summary>
    public required string MessageMember { get; init; }

    /// <summary>The members at the top of a request that no log may show.</summary>
    public required IReadOnlyCollection<string> SecretMembers { get; init; }

    public JsonOperation? Find(string name) => operations.GetValueOrDefault(name);

    /// <summary>The operation that a request names, if it names one of this service.</summary>
    public JsonOperation? Find(HttpRequest request) =>
        request.Header("x-amz-target") is { } target && target.StartsWith(TargetPrefix + ".", StringComparison.Ordinal)
            ? Find(target[(TargetPrefix.Length + 1)..])
            : null;
}
