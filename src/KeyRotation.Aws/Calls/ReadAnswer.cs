using System.IO;
using System.Net;
using System.Threading.Tasks;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal.Transform;

namespace KeyRotation.Aws.Calls;

/// <summary>An answer whose body is in memory.</summary>
internal sealed class ReadAnswer : IWebResponseData, IHttpResponseBody
{
    private readonly IWebResponseData head;
    private MemoryStream body;

    public ReadAnswer(IWebResponseData head, MemoryStream body)
    {
        this.head = head;
        this.body = body;
        ContentLength = body.Length;
    }

    /// <summary>What was read, and not what was promised.</summary>
    public long ContentLength { get; }

    public string ContentType => head.ContentType;

    public HttpStatusCode StatusCode => head.StatusCode;

    public bool IsSuccessStatusCode => head.IsSuccessStatusCode;

    public IHttpResponseBody ResponseBody => this;

    public string[] GetHeaderNames() => head.GetHeaderNames();

    public bool IsHeaderPresent(string headerName) => head.IsHeaderPresent(headerName);

    public string GetHeaderValue(string headerName) => head.GetHeaderValue(headerName);

    public bool IsEventHeaderPresent(string headerName) => head.IsEventHeaderPresent(headerName);

    public IEventStreamHeader GetEventStreamHeader(string headerName) => head.GetEventStreamHeader(headerName);

    public Stream OpenResponse() => body;

    public Task<Stream> OpenResponseAsync() => Task.FromResult<Stream>(body);

    /// <summary>Errors keep their answer: what is in it does not have to stay.</summary>
    public void Dispose() => body = new MemoryStream();
}
