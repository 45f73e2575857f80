using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace KeyRotation.Audit.Reports;

/// <summary>
/// Takes the bytes of a report as they come, and gives its lines with the places of their commas. A line end inside quotes does
/// not end a line.
/// </summary>
internal sealed class ReportLines
{
    /// <summary>No line of a credential report comes near this; what has such lines is something else.</summary>
    private const int LongestLine = 1 << 20;

    private byte[] buffer = new byte[1 << 17];
    private int[] commas = new int[64];
    private int end;
    private int next;
    private bool isComplete;

    /// <summary>The bytes that hold the line that was read last.</summary>
    public byte[] Bytes => buffer;

    /// <summary>Where the line begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the line ends, without its line end.</summary>
    public int End { get; private set; }

    /// <summary>Where the fields of a line without quotes end: its commas, and its end.</summary>
    public int[] FieldEnds => commas;

    /// <summary>How many fields a line without quotes has.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Whether the line has quotes; then its fields are somebody else's to tell.</summary>
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
        byte[] bytes = buffer;
        int count = 0;
        for (int index = next; index < end; index++)
        {
            byte value = bytes[index];

            // The comma is the greatest of the three that matter, and hardly anything else of a report is below it.
            if (value > ',')
            {
                continue;
            }

            if (value == ',')
            {
                if (count + 1 == commas.Length)
                {
                    Array.Resize(ref commas, 2 * count + 2);
                }

                commas[count++] = index;
            }
            else if (value == '\n')
            {
                Take(index, index + 1, count);
                return true;
            }
            else if (value == '"')
            {
                return ReadQuoted();
            }
        }

        return ReadLast(count);
    }

    /// <summary>Finds the end of a line that has quotes: the first line end with an even number of them before it.</summary>
    private bool ReadQuoted()
    {
        int quotes = 0;
        for (int index = next; index < end; index++)
        {
            if (buffer[index] == '"')
            {
                quotes++;
            }
            else if (buffer[index] == '\n' && quotes % 2 == 0)
            {
                Take(index, index + 1, count: 0);
                IsQuoted = true;
                return true;
            }
        }

        if (isComplete && quotes % 2 != 0)
        {
            throw new InvalidDataException($"A quote that is opened on line {Number + 1} is never closed.");
        }

        bool isRead = ReadLast(count: 0);
        IsQuoted = isRead;
        return isRead;
    }

    private bool ReadLast(int count)
    {
        if (end - next > LongestLine)
        {
            throw new InvalidDataException($"This is not a credential report: line {Number + 1} has no end.");
        }

        if (!isComplete || next == end)
        {
            return false;
        }

        Take(end, end, count);
        return true;
    }

    private void Take(int lineEnd, int following, int count)
    {
        Start = next;
        End = lineEnd > next && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        commas[count] = End;
        FieldCount = count + 1;
        IsQuoted = false;
        Number++;
        next = following;
    }

    private void MakeRoom(int count)
    {
        byte[] target = end - next + count > buffer.Length / 2 ? new byte[Math.Max(buffer.Length * 2, 2 * (end - next + count))] : buffer;
        Buffer.BlockCopy(buffer, next, target, 0, end - next);
        buffer = target;
        end -= next;
        next = 0;
    }
}
