using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Query;

/// <summary>Reads an answer or an error. Document type definitions are refused.</summary>
internal sealed class QueryUnmarshaller : XmlResponseUnmarshaller
{
    private readonly ServerTime time;

    public QueryUnmarshaller(ServerTime time) => this.time = time;

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        time.Observe(input.ResponseData.GetHeaderValue("Date"));
        return new QueryResponse { Root = Load(input.Stream), ResponseMetadata = new ResponseMetadata() };
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        time.Observe(input.ResponseData.GetHeaderValue("Date"));
        string? requestId = NullIfEmpty(input.ResponseData.GetHeaderValue("x-amzn-RequestId"));
        try
        {
            XElement root = Load(input.Stream);
            XElement? error = root.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == "Error");
            string? code = Child(error, "Code");
            requestId ??= Child(root, "RequestId") ?? Child(root, "RequestID");
            if (code is not null)
            {
                return new AmazonServiceException(Child(error, "Message") ?? code, innerException, ErrorType.Unknown, code, requestId, statusCode);
            }
        }
        catch (UnreadableAnswerException)
        {
            // A proxy's or a load balancer's page: the status is all there is to tell.
        }

        string text = $"The answer was HTTP {(int)statusCode} without an AWS error code.";
        return new AmazonServiceException(text, innerException, ErrorType.Unknown, errorCode: null, requestId, statusCode);
    }

    private static XElement Load(Stream stream)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = false,
        };
        try
        {
            using XmlReader reader = XmlReader.Create(stream, settings);
            return XElement.Load(reader);
        }
        catch (XmlException problem)
        {
            throw new UnreadableAnswerException($"it is not XML from line {problem.LineNumber}, position {problem.LinePosition} on");
        }
    }

    private static string? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
