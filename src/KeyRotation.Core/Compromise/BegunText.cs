using System;
using System.IO;

namespace KeyRotation.Compromise;

/// <summary>A text whose beginning was looked at, and is read all the same.</summary>
internal sealed class BegunText : TextReader
{
    private const int Looked = 4096;

    private readonly TextReader rest;
    private readonly char[] begin = new char[Looked];
    private readonly int length;
    private int position;

    public BegunText(TextReader text)
    {
        rest = text;
        length = text.ReadBlock(begin, 0, Looked);
        string start = new string(begin, 0, length).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        FirstLine = start.Split('\n')[0];
        string inner = start.Length > 1 ? start.Substring(1).TrimStart() : string.Empty;
        IsJson = start.Length > 0 && start[0] switch
        {
            '{' => inner.Length == 0 || inner[0] is '"' or '}',
            '[' => inner.Length == 0 || inner[0] is '{' or '[' or '"' or ']',
            _ => false,
        };
    }

    public string FirstLine { get; }

    /// <summary>Whether it begins as JSON does: a section of an INI file begins with a bracket too.</summary>
    public bool IsJson { get; }

    public override int Peek() => position < length ? begin[position] : rest.Peek();

    public override int Read() => position < length ? begin[position++] : rest.Read();

    public override int Read(char[] buffer, int index, int count)
    {
        int available = Math.Min(count, length - position);
        if (available <= 0)
        {
            return rest.Read(buffer, index, count);
        }

        Array.Copy(begin, position, buffer, index, available);
        position += available;
        return available;
    }
}
