using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Query;

/// <summary>A service in the query protocol: what it is signed for, its version, its XML namespace and its operations.</summary>
internal sealed class QueryService
{
    private readonly Dictionary<string, QueryOperation> operations;

    public QueryService(SigningScope scope, string version, XNamespace xmlNamespace, IEnumerable<QueryOperation> operations)
    {
        Scope = scope;
        Version = version;
        XmlNamespace = xmlNamespace;
        this.operations = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    }

    public SigningScope Scope { get; }

    public string Name => Scope.Service;

    public string Version { get; }

    public XNamespace XmlNamespace { get; }

    /// <summary>The parameters that no log may show.</summary>
    public required IReadOnlyCollection<string> SecretParameters { get; init; }

    /// <summary>The ARN of the policy of the organization that denies an action; null where none does.</summary>
    public Func<QueryContext, string, string?> DenyingPolicy { get; init; } = (_, _) => null;

    public QueryOperation? Find(string action) => operations.GetValueOrDefault(action);
}
