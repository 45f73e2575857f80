using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Sandbox.Http;

/// <summary>Writes answers: one write a whole answer, so that its head and body travel together.</summary>
internal static class HttpResponseWriter
{
    public static async Task WriteAsync(Stream stream, HttpResponse response, DateTimeOffset date, bool keepAlive, CancellationToken cancellationToken)
    {
        var head = Encoding.ASCII.GetBytes(Head(response, date, keepAlive));
        var bodyLength = response.Arrival == Arrival.Half ? response.Body.Length / 2 : response.Body.Length;
        var bytes = new byte[head.Length + bodyLength];
        head.CopyTo(bytes, 0);
        response.Body.AsSpan(0, bodyLength).CopyTo(bytes.AsSpan(head.Length));
        await stream.WriteAsync(bytes, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private static string Head(HttpResponse response, DateTimeOffset date, bool keepAlive)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {Reason(response.Status)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {response.ContentType}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Body.Length}\r\n");
        if (response.DateShift is { } shift)
        {
            text.Append(CultureInfo.InvariantCulture, $"Date: {date + shift:R}\r\n");
        }

        foreach (var header in response.Headers)
        {
            text.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
        }

        return text.Append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n").ToString();
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        409 => "Conflict",
        410 => "Gone",
        421 => "Misdirected Request",
        503 => "Service Unavailable",
        _ => ((HttpStatusCode)status).ToString(),
    };
}
