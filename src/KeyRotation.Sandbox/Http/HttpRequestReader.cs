using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Sandbox.Http;

/// <summary>Reads one request after the other from a connection.</summary>
internal sealed class HttpRequestReader
{
    private const int MostHeadBytes = 32 * 1024;
    private const int MostBodyBytes = 1024 * 1024;
    private const int MostLineBytes = 4096;

    private readonly Stream stream;
    private readonly ByteBuffer buffer;

    public HttpRequestReader(Stream stream)
    {
        this.stream = stream;
        buffer = new ByteBuffer(stream);
    }

    private static ReadOnlyMemory<byte> EndOfHead { get; } = "\r\n\r\n"u8.ToArray();

    private static ReadOnlyMemory<byte> EndOfLine { get; } = "\r\n"u8.ToArray();

    private static ReadOnlyMemory<byte> Continue { get; } = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>The next request; null when the client has closed the connection.</summary>
    /// <exception cref="HttpFormatException">What arrives is not a request, or too long.</exception>
    public async Task<HttpRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = await buffer.TakeThroughAsync(EndOfHead, MostHeadBytes, cancellationToken);
        if (bytes is null)
        {
            return null;
        }

        var head = HttpHead.Parse(bytes);
        if (head.ContentLength > MostBodyBytes)
        {
            throw TooLong();
        }

        var hasBody = head.IsChunked || head.ContentLength > 0;
        if (hasBody && head.ExpectsContinue && buffer.Available == 0)
        {
            await stream.WriteAsync(Continue, cancellationToken);
        }

        var body = head.IsChunked ? await ReadChunksAsync(cancellationToken)
            : hasBody ? await buffer.TakeAsync((int)head.ContentLength!.Value, cancellationToken)
            : [];
        return new HttpRequest(head.Method, head.Target, head.IsHttp11, head.Headers, body);
    }

    private static HttpFormatException TooLong() => new(413, "The body of the request is longer than " + MostBodyBytes + " bytes.");

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (true)
        {
            var size = ChunkSize(await ReadLineAsync(cancellationToken));
            if (size == 0)
            {
                break;
            }

            if (body.Count + size > MostBodyBytes)
            {
                throw TooLong();
            }

            body.AddRange(await buffer.TakeAsync((int)size, cancellationToken));
            if ((await ReadLineAsync(cancellationToken)).Length != 0)
            {
                throw new HttpFormatException(400, "A chunk is longer than it says.");
            }
        }

        var trailers = 0;
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } trailer)
        {
            trailers += trailer.Length;
            if (trailers > MostHeadBytes)
            {
                throw new HttpFormatException(431, "The trailers of the request are too long.");
            }
        }

        return [.. body];
    }

    private static long ChunkSize(string line)
    {
        var digits = line.Split(';')[0].Trim();
        return digits.Length <= 8 && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new HttpFormatException(400, "The size of a chunk is not a number.");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = await buffer.TakeThroughAsync(EndOfLine, MostLineBytes, cancellationToken)
            ?? throw new HttpFormatException(400, "The request ends in its body.");
        return Encoding.ASCII.GetString(line, 0, line.Length - 2);
    }
}
