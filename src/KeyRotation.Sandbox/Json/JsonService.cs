using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Json;

/// <summary>A service in the protocol JSON 1.1: what it is signed for, what stands before its operations, and these.</summary>
internal sealed class JsonService
{
    private readonly Dictionary<string, JsonOperation> operations;

    public JsonService(SigningScope scope, string targetPrefix, IEnumerable<JsonOperation> operations)
    {
        Scope = scope;
        TargetPrefix = targetPrefix;
        this.operations = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    }

    public SigningScope Scope { get; }

    public string Name => Scope.Service;

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
