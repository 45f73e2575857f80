using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Aws.Tests.Support;

/// <summary>A web server on loopback that answers what it is told and keeps what it was asked.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<StubRequest> requests = new();
    private readonly ConcurrentBag<Task> conversations = [];
    private readonly Task accepting;

    public StubServer(Func<StubRequest, StubAnswer> answer)
    {
        Answer = answer;
        listener.Start();
        Endpoint = new Uri("http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port);
        accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    public Func<StubRequest, StubAnswer> Answer { get; set; }

    public IReadOnlyList<StubRequest> Requests => requests.ToList();

    /// <summary>An address of which nobody answers: a port that was free a moment ago.</summary>
    public static Uri Nobody()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return new Uri("http://127.0.0.1:" + ((IPEndPoint)taken.LocalEndpoint).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(conversations);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                conversations.Add(ConverseAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException)
        {
            // The server was stopped.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                if (await StubRequest.ReadAsync(stream, stopping.Token) is not StubRequest request)
                {
                    return;
                }

                requests.Enqueue(request);
                StubAnswer answer = Answer(request);
                if (answer.Hangs)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token);
                }

                await stream.WriteAsync(answer.ToBytes(), stopping.Token);
                if (answer.Rest is not null)
                {
                    await answer.Rest(stream, stopping.Token);
                }
            }
            catch (Exception problem) when (problem is OperationCanceledException or IOException)
            {
                // The server was stopped, or the client has hung up.
            }
        }
    }
}

/// <summary>What the stub was asked.</summary>
internal sealed record StubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The parameters of a form, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form => Body.Split('&')
        .Select(pair => pair.Split('=', 2))
        .Select(pair => new KeyValuePair<string, string>(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])))
        .ToList();

    public string? Parameter(string name) => Form.Where(parameter => parameter.Key == name).Select(parameter => parameter.Value).FirstOrDefault();

    public static async Task<StubRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        string? head = await ReadHeadAsync(stream, cancellationToken);
        if (head is null)
        {
            return null;
        }

        string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        Dictionary<string, string> headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out string? length) ? int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0];
        if (headers.ContainsKey("Expect"))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n"), cancellationToken);
        }

        await stream.ReadExactlyAsync(body, cancellationToken);
        return new StubRequest(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }

    private static async Task<string?> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}

/// <summary>What the stub answers.</summary>
internal sealed record StubAnswer(int Status, string Body)
{
    public static readonly StubAnswer Silence = new(200, string.Empty) { Hangs = true };

    public string ContentType { get; init; } = "text/xml";

    public string? Date { get; init; }

    public string? Location { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>How the client is to authenticate.</summary>
    public string? Challenge { get; init; }

    /// <summary>No answer comes until the stub is stopped.</summary>
    public bool Hangs { get; init; }

    /// <summary>How many bytes more than it sends the answer promises.</summary>
    public int Missing { get; init; }

    /// <summary>Sends what follows <see cref="Body"/>; then no length is promised, and the end of the connection is the end of the answer.</summary>
    public Func<Stream, CancellationToken, Task>? Rest { get; init; }

    public string? ContentEncoding { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static StubAnswer Ok(string body) => new(200, body);

    public static StubAnswer Json(string body) => new(200, body) { ContentType = "application/json" };

    public static StubAnswer Error(string code, int status, string message = "said the stub") => new(
        status,
        $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>request-of-{code}</RequestId></ErrorResponse>");

    public byte[] ToBytes()
    {
        byte[] body = Encoding.UTF8.GetBytes(Body);
        var head = new StringBuilder(FormattableString.Invariant($"HTTP/1.1 {Status} Said\r\nContent-Type: {ContentType}\r\nConnection: close\r\n"));
        if (Rest is null)
        {
            head.Append(FormattableString.Invariant($"Content-Length: {body.Length + Missing}\r\n"));
        }

        if (ContentEncoding is not null)
        {
            head.Append("Content-Encoding: ").Append(ContentEncoding).Append("\r\n");
        }

        if (Date is not null)
        {
            head.Append("Date: ").Append(Date).Append("\r\n");
        }

        if (Location is not null)
        {
            head.Append("Location: ").Append(Location).Append("\r\n");
        }

        if (RetryAfter is not null)
        {
            head.Append("Retry-After: ").Append(RetryAfter).Append("\r\n");
        }

        foreach (KeyValuePair<string, string> header in Headers)
        {
            head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
        }

        if (Challenge is not null)
        {
            head.Append("WWW-Authenticate: ").Append(Challenge).Append("\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }
}
