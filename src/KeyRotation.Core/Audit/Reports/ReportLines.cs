using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace KeyRotation.Audit.Reports;

/// <summary>
/// Takes the bytes of a report as they come and gives its lines. A line end inside quotes does not end a line.
/// </summary>
internal sealed class ReportLines
{
    /// <summary>No line of a credential report comes near this; what has such lines is something else.</summary>
    private const int LongestLine = 1 << 20;

    private byte[] buffer = new byte[1 << 17];
    private int end;
    private int next;
    private int searched;
    private bool isComplete;
    private bool hasQuotes;

    /// <summary>The bytes that hold the line that was read last.</summary>
    public byte[] Bytes => buffer;

    /// <summary>Where the line begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the line ends, without its line end.</summary>
    public int End { get; private set; }

    /// <summary>Whether the line has quotes.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Adds bytes behind those that are there.</summary>
    public void Add(byte[] bytes, int count)
    {
        if (end + count > buffer.Length)
        {
            MakeRoom(count);
        }

        hasQuotes |= Array.IndexOf(bytes, (byte)'"', 0, count) >= 0;
        Buffer.BlockCopy(bytes, 0, buffer, end, count);
        end += count;
    }

    /// <summary>No more bytes will come: what is left is the last line.</summary>
    public void Complete() => isComplete = true;

    /// <summary>Reads the next line; false when more bytes are needed, or at the end.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed, or the line has no end.</exception>
    [MethodImpl(Hot.Loop)]
    public bool Read()
    {
        int from = Math.Max(next, searched);
        while (true)
        {
            int lineEnd = Array.IndexOf(buffer, (byte)'\n', from, end - from);
            if (lineEnd < 0)
            {
                return isComplete ? ReadLast() : WaitForMore();
            }

            int quotes = Quotes(next, lineEnd);
            if (quotes % 2 == 0)
            {
                Take(lineEnd, lineEnd + 1, quotes);
                return true;
            }

            from = lineEnd + 1;
        }
    }

    private bool ReadLast()
    {
        if (next == end)
        {
            return false;
        }

        int quotes = Quotes(next, end);
        if (quotes % 2 != 0)
        {
            throw new InvalidDataException($"A quote that is opened on line {Number + 1} is never closed.");
        }

        Take(end, end, quotes);
        return true;
    }

    private bool WaitForMore()
    {
        if (end - next > LongestLine)
        {
            throw new InvalidDataException($"This is not a credential report: line {Number + 1} has no end.");
        }

        // Inside quotes the search begins at the line's start again: whether a line end counts depends on all quotes before it.
        searched = Quotes(next, end) == 0 ? end : next;
        return false;
    }

    private void Take(int lineEnd, int following, int quotes)
    {
        Start = next;
        End = lineEnd > next && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        IsQuoted = quotes > 0;
        Number++;
        next = following;
        searched = following;
    }

    private int Quotes(int from, int to)
    {
        // The service writes none: then no line has to be searched for them.
        if (!hasQuotes)
        {
            return 0;
        }

        int count = 0;
        for (int at = Array.IndexOf(buffer, (byte)'"', from, to - from); at >= 0; at = Array.IndexOf(buffer, (byte)'"', at + 1, to - at - 1))
        {
            count++;
        }

        return count;
    }

    private void MakeRoom(int count)
    {
        byte[] target = end - next + count > buffer.Length / 2 ? new byte[Math.Max(buffer.Length * 2, 2 * (end - next + count))] : buffer;
        Buffer.BlockCopy(buffer, next, target, 0, end - next);
        buffer = target;
        end -= next;
        searched -= next;
        next = 0;
    }
}
