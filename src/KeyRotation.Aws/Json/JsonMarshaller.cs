using System.Collections.Generic;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Json;

/// <summary>Writes a call as a JSON object, with its operation in a header or in its address.</summary>
internal sealed class JsonMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private readonly ServiceIdentity service;

    public JsonMarshaller(ServiceIdentity service) => this.service = service;

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var json = (JsonRequest)input;
        return json.Address is (string method, string path, string value) ? Addressed(json, method, path, value) : Targeted(json);
    }

    /// <summary>The protocol REST JSON: the method and the path name the operation.</summary>
    private DefaultRequest Addressed(JsonRequest json, string method, string path, string value)
    {
        var request = new DefaultRequest(json, service.ServiceId) { HttpMethod = method, ResourcePath = path, UseQueryString = json.Query.Count > 0 };
        // The SDK encodes it: a value that was encoded before would be encoded twice.
        request.AddPathResource("{0}", value);
        foreach (KeyValuePair<string, string> member in json.Query)
        {
            request.Parameters.Add(member.Key, member.Value);
        }

        if (method != "GET")
        {
            request.Content = Encoding.UTF8.GetBytes(json.Members.ToJsonString());
            request.Headers["Content-Type"] = "application/json";
        }

        return request;
    }

    private DefaultRequest Targeted(JsonRequest json)
    {
        return new DefaultRequest(json, service.ServiceId)
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
