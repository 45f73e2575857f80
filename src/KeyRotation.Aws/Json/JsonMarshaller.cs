using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Json;

/// <summary>Writes a call as a JSON object, with its operation in a header.</summary>
internal sealed class JsonMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private readonly ServiceIdentity service;

    public JsonMarshaller(ServiceIdentity service) => this.service = service;

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var json = (JsonRequest)input;
        return new DefaultRequest(input, service.ServiceId)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Encoding.UTF8.GetBytes(json.Members.ToJsonString()),
            Headers =
            {
                ["Content-Type"] = "application/x-amz-json-" + service.JsonVersion,
                ["X-Amz-Target"] = service.TargetPrefix + "." + json.Operation,
            },
        };
    }
}
