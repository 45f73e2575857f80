using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>A service in the query protocol: its name in signatures, its version, its XML namespace and its operations.</summary>
internal sealed class QueryService
{
    private readonly Dictionary<string, ServiceOperation> operations;

    public QueryService(string name, string version, XNamespace xmlNamespace, IEnumerable<ServiceOperation> operations)
    {
        Name = name;
        Version = version;
        XmlNamespace = xmlNamespace;
        this.operations = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    }

    public string Name { get; }

    public string Version { get; }

    public XNamespace XmlNamespace { get; }

    public ServiceOperation? Find(string action) => operations.GetValueOrDefault(action);
}
