using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Sandbox.Http;

/// <summary>
/// A small HTTP/1.1 server on 127.0.0.1, on plain sockets: the port can be any free one, a connection can be cut wherever a fault wants it, the
/// Date header can come from another clock, and Windows asks for no rights as it does for http.sys.
/// </summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Func<HttpRequest, CancellationToken, Task<HttpResponse>> answer;
    private readonly Func<DateTimeOffset> now;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<long, Task> connections = new();
    private readonly Task accepting;
    private int disposed;

    public LoopbackListener(int port, Func<HttpRequest, CancellationToken, Task<HttpResponse>> answer, Func<DateTimeOffset> now)
    {
        this.answer = answer;
        this.now = now;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        await stopping.CancelAsync();
        // Between two connections the loop would ask a listener that has ended, which is not the end that it expects.
        await accepting;
        listener.Dispose();
        await Task.WhenAll(connections.Values.ToArray());
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (long number = 0; !stopping.IsCancellationRequested; number++)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(stopping.Token);
                Serve(number, socket);
            }
            catch (SocketException) when (!stopping.IsCancellationRequested)
            {
                // A client that gave up while it stood in the queue is no reason to stop.
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task RunAsync(long number, Socket socket, CancellationToken cancellationToken)
    {
        await new HttpConnection(socket, answer, now).RunAsync(cancellationToken);
        connections.TryRemove(number, out _);
    }

    private void Serve(long number, Socket socket)
    {
        var token = stopping.Token;
        var connection = new Task<Task>(() => RunAsync(number, socket, token));
        connections[number] = connection.Unwrap();
        connection.Start(TaskScheduler.Default);
    }
}
