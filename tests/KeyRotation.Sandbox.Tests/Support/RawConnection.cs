using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Support;

/// <summary>A plain socket: what arrives is seen byte by byte.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient tcp = new();
    private readonly CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    // A server that does not answer fails the test; it does not hang it.
    private RawConnection() => patience.CancelAfter(TimeSpan.FromSeconds(10));

    private CancellationToken Token => patience.Token;

    public static async Task<RawConnection> OpenAsync(SandboxServer server)
    {
        var connection = new RawConnection();
        await connection.tcp.ConnectAsync(server.Endpoint.Host, server.Endpoint.Port, connection.Token);
        return connection;
    }

    public async Task SendAsync(string text) => await tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), Token);

    /// <summary>What arrives until the text is seen.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            if (await tcp.GetStream().ReadAsync(buffer, Token) == 0)
            {
                throw new IOException("The connection ends after: " + text);
            }

            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    /// <summary>What arrives until the connection ends, and whether it ends with a reset.</summary>
    public async Task<(string Text, bool WasReset)> ReadToEndAsync()
    {
        var bytes = new MemoryStream();
        try
        {
            await tcp.GetStream().CopyToAsync(bytes, Token);
            return (Encoding.UTF8.GetString(bytes.ToArray()), false);
        }
        catch (IOException)
        {
            return (Encoding.UTF8.GetString(bytes.ToArray()), true);
        }
    }

    public void Dispose()
    {
        tcp.Dispose();
        patience.Dispose();
    }
}
