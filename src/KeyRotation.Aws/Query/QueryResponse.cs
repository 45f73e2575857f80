using System.Xml.Linq;
using Amazon.Runtime;

namespace KeyRotation.Aws.Query;

/// <summary>An answer as it came: its name says which operation it answers.</summary>
internal sealed class QueryResponse : AmazonWebServiceResponse
{
    public XElement? Root { get; init; }
}
