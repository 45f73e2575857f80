using System;
using System.Linq;
using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Query;

/// <summary>Reads an answer or an error.</summary>
internal sealed class QueryUnmarshaller : XmlResponseUnmarshaller
{
    private readonly ServerTime time;

    public QueryUnmarshaller(ServerTime time) => this.time = time;

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        time.Observe(input.ResponseData.GetHeaderValue("Date"));
        return new QueryResponse { Root = AnswerXml.Read(input.Stream), ResponseMetadata = new ResponseMetadata() };
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        time.Observe(input.ResponseData.GetHeaderValue("Date"));
        string? requestId = NullIfEmpty(input.ResponseData.GetHeaderValue("x-amzn-RequestId"));
        try
        {
            XElement root = AnswerXml.Read(input.Stream);
            XElement? error = root.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == "Error");
            string? code = Child(error, "Code");
            requestId ??= Child(root, "RequestId") ?? Child(root, "RequestID");
            if (code is not null)
            {
                return new AmazonServiceException(Child(error, "Message") ?? code, innerException, ErrorType.Unknown, code, requestId, statusCode);
            }
        }
        catch (Exception problem) when (problem is UnreadableAnswerException or AnswerLimitException)
        {
            // A proxy's or a load balancer's page: the status is all there is to tell.
        }

        string text = $"The answer was HTTP {(int)statusCode} without an AWS error code.";
        return new AmazonServiceException(text, innerException, ErrorType.Unknown, errorCode: null, requestId, statusCode);
    }

    private static string? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
