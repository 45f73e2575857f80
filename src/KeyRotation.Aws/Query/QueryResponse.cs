using System.Xml.Linq;
using Amazon.Runtime;

namespace KeyRotation.Aws.Query;

/// <summary>The result element of an answer.</summary>
internal sealed class QueryResponse : AmazonWebServiceResponse
{
    public XElement? Result { get; init; }
}
