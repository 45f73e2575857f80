using System;
using System.IO;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Json;

/// <summary>Reads an answer or an error of the JSON protocol.</summary>
internal sealed class JsonUnmarshaller : ResponseUnmarshaller
{
    private readonly ServerTime time;

    public JsonUnmarshaller(ServerTime time) => this.time = time;

    public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input)
    {
        time.Observe(input.ResponseData.GetHeaderValue("Date"));
        return new JsonAnswer { Root = input.ResponseData.ContentLength == 0 ? default : Load(input), ResponseMetadata = new ResponseMetadata() };
    }

    public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        time.Observe(input.ResponseData.GetHeaderValue("Date"));
        string? requestId = NullIfEmpty(input.ResponseData.GetHeaderValue("x-amzn-RequestId"));
        try
        {
            var error = new JsonAnswer { Root = Load(input) };
            if ((error.Text("__type") ?? NullIfEmpty(input.ResponseData.GetHeaderValue("x-amzn-ErrorType"))) is string type)
            {
                string code = Code(type);
                string message = error.Text("Message") ?? error.Text("message") ?? code;
                return new AmazonServiceException(message, innerException, ErrorType.Unknown, code, requestId, statusCode);
            }
        }
        catch (UnreadableAnswerException)
        {
            // A proxy's or a load balancer's page: the status is all there is to tell.
        }

        string text = $"The answer was HTTP {(int)statusCode} without an AWS error code.";
        return new AmazonServiceException(text, innerException, ErrorType.Unknown, errorCode: null, requestId, statusCode);
    }

    protected override UnmarshallerContext ConstructUnmarshallerContext(Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException) =>
        new JsonUnmarshallerContext(responseStream, maintainResponseBody, response, isException, requestContext: null);

    protected override UnmarshallerContext ConstructUnmarshallerContext(Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException, IRequestContext requestContext) =>
        new JsonUnmarshallerContext(responseStream, maintainResponseBody, response, isException, requestContext);

    /// <summary>Services write <c>namespace#Code</c>, <c>Code</c> or <c>Code:address</c>.</summary>
    private static string Code(string type)
    {
        string code = type.Substring(type.LastIndexOf('#') + 1);
        int colon = code.IndexOf(':');
        return colon < 0 ? code : code.Substring(0, colon);
    }

    private static JsonElement Load(UnmarshallerContext input)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(((JsonUnmarshallerContext)input).Stream, new JsonDocumentOptions { MaxDepth = AnswerLimits.Deepest });
            return document.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            // The parser does not say which of the two it is.
            throw new UnreadableAnswerException($"it is not JSON, or more than 32 levels deep, from line {problem.LineNumber + 1}, position {problem.BytePositionInLine + 1} on");
        }
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
