using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Sandbox.Http;

/// <summary>One connection: requests are answered in order until one side has had enough.</summary>
internal sealed class HttpConnection
{
    private readonly Socket socket;
    private readonly Func<HttpRequest, CancellationToken, Task<HttpResponse>> answer;
    private readonly Func<DateTimeOffset> now;

    public HttpConnection(Socket socket, Func<HttpRequest, CancellationToken, Task<HttpResponse>> answer, Func<DateTimeOffset> now)
    {
        this.socket = socket;
        this.answer = answer;
        this.now = now;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await ServeAsync(stream, cancellationToken);
        }
        catch (HttpFormatException error)
        {
            await RefuseAsync(stream, error, cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has gone, or the server stops: there is nobody left to tell.
        }
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var reader = new HttpRequestReader(stream);
        var address = (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString();
        while (await reader.ReadAsync(cancellationToken) is { } request)
        {
            request.SourceAddress = address;
            var response = await answer(request, cancellationToken);
            if (response.Arrival == Arrival.Reset)
            {
                // Lingering for no time at all makes the close a reset, as when a machine on the way fails.
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Dispose();
                return;
            }

            var keepAlive = request.KeepAlive && response.Arrival == Arrival.Whole;
            await HttpResponseWriter.WriteAsync(stream, response, now(), keepAlive || response.Arrival == Arrival.Half, cancellationToken);
            if (!keepAlive)
            {
                socket.Shutdown(SocketShutdown.Send);
                return;
            }
        }
    }

    private async Task RefuseAsync(NetworkStream stream, HttpFormatException error, CancellationToken cancellationToken)
    {
        try
        {
            var response = new HttpResponse(error.Status, "text/plain", error.Message);
            await HttpResponseWriter.WriteAsync(stream, response, now(), keepAlive: false, cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            await DrainAsync(stream, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            // The client did not wait for the answer.
        }
    }

    // Closing with unread bytes resets the connection, and the client would lose the answer that says what is wrong.
    private static async Task DrainAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        var scratch = new byte[16 * 1024];
        while (await stream.ReadAsync(scratch, patience.Token) > 0)
        {
        }
    }
}
