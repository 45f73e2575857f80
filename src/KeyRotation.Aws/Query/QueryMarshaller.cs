using System.Collections.Generic;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace KeyRotation.Aws.Query;

/// <summary>Writes a call as a form.</summary>
internal sealed class QueryMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private readonly string serviceName;
    private readonly string version;

    public QueryMarshaller(string serviceName, string version)
    {
        this.serviceName = serviceName;
        this.version = version;
    }

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var query = (QueryRequest)input;
        var form = new StringBuilder("Action=").Append(query.Operation).Append("&Version=").Append(version);
        foreach (KeyValuePair<string, string> parameter in query.Texts)
        {
            form.Append('&').Append(parameter.Key).Append('=').Append(AWSSDKUtils.UrlEncode(parameter.Value, path: false));
        }

        return new DefaultRequest(input, serviceName)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Encoding.UTF8.GetBytes(form.ToString()),
            Headers = { ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8" },
        };
    }
}
