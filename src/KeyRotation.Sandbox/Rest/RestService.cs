using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Rest;

/// <summary>A service in the protocol REST JSON: what it is signed for, and its operations, which method and path name.</summary>
internal sealed class RestService
{
    private readonly IReadOnlyList<RestOperation> operations;

    public RestService(SigningScope scope, IEnumerable<RestOperation> operations)
    {
        Scope = scope;
        this.operations = operations.ToArray();
    }

    public SigningScope Scope { get; }

    public string Name => Scope.Service;

    /// <summary>The operation that a request names; null when there is none.</summary>
    public RestOperation? Find(HttpRequest request) => operations.FirstOrDefault(operation => operation.IsFor(request));
}
