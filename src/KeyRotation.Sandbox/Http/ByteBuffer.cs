using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Sandbox.Http;

/// <summary>Reads a stream by lines and by counts, and keeps what was read too far for the next request.</summary>
internal sealed class ByteBuffer
{
    private readonly Stream stream;
    private byte[] bytes = new byte[4096];
    private int start;
    private int end;

    public ByteBuffer(Stream stream) => this.stream = stream;

    /// <summary>How many bytes have arrived and were not taken yet.</summary>
    public int Available => end - start;

    /// <summary>Takes the bytes up to and with the terminator; null when the stream ends before its first byte.</summary>
    /// <exception cref="HttpFormatException">More than <paramref name="most"/> bytes, or the stream ends in the middle.</exception>
    public async Task<byte[]?> TakeThroughAsync(ReadOnlyMemory<byte> terminator, int most, CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var from = Math.Max(0, searched - terminator.Length + 1);
            var found = bytes.AsSpan(start + from, Available - from).IndexOf(terminator.Span);
            if ((found >= 0 ? from + found + terminator.Length : Available) > most)
            {
                throw new HttpFormatException(431, "The head of the request is longer than " + most + " bytes.");
            }

            if (found >= 0)
            {
                return Take(from + found + terminator.Length);
            }

            searched = Available;
            if (!await FillAsync(cancellationToken))
            {
                return Available == 0 ? null : throw new HttpFormatException(400, "The request ends in its head.");
            }
        }
    }

    /// <summary>Takes exactly so many bytes.</summary>
    /// <exception cref="HttpFormatException">The stream ends before.</exception>
    public async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (Available < count)
        {
            if (!await FillAsync(cancellationToken))
            {
                throw new HttpFormatException(400, "The request ends in its body.");
            }
        }

        return Take(count);
    }

    private byte[] Take(int count)
    {
        var taken = bytes.AsSpan(start, count).ToArray();
        start += count;
        return taken;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            bytes.AsSpan(start, Available).CopyTo(bytes);
            end -= start;
            start = 0;
        }

        if (end == bytes.Length)
        {
            Array.Resize(ref bytes, bytes.Length * 2);
        }

        var read = await stream.ReadAsync(bytes.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
