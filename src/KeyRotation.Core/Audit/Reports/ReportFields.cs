using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using KeyRotation.Csv;

namespace KeyRotation.Audit.Reports;

/// <summary>The fields of one line, read where they stand: only what is asked for becomes text.</summary>
internal sealed class ReportFields
{
    /// <summary>Services and regions are few and come again and again.</summary>
    private readonly string?[] words = new string?[256];
    private byte[] bytes = [];
    private int first;
    private int[] ends = [];

    /// <summary>How many fields the line has.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the line is blank.</summary>
    public bool IsBlank => Count == 1 && ends[0] == first;

    /// <summary>Takes the line that was read last.</summary>
    [MethodImpl(Hot.Loop)]
    public void Take(ReportLines lines)
    {
        if (lines.IsQuoted)
        {
            SplitQuoted(Encoding.UTF8.GetString(lines.Bytes, lines.Start, lines.End - lines.Start));
            return;
        }

        bytes = lines.Bytes;
        first = lines.Start;
        ends = lines.FieldEnds;
        Count = lines.FieldCount;
    }

    /// <summary>The text of a field.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(bytes, Start(field), ends[field] - Start(field));

    /// <summary>The text of a field that has few values.</summary>
    [MethodImpl(Hot.Loop)]
    public string Word(int field)
    {
        int start = Start(field);
        int length = ends[field] - start;
        if (length == 0)
        {
            return string.Empty;
        }

        int place = ((length * 31) + (bytes[start] * 7) + (bytes[start + length - 1] * 3) + bytes[start + (length / 2)]) & 0xFF;
        return words[place] is string known && known.Length == length && IsText(start, known) ? known : words[place] = Text(field);
    }

    /// <summary>Whether a field is the given ASCII text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(int field, string text) => ends[field] - Start(field) == text.Length && IsText(Start(field), text);

    /// <summary>Reads <c>true</c> or <c>false</c> in any case.</summary>
    [MethodImpl(Hot.Loop)]
    public bool TryReadTruth(int field, out bool value)
    {
        // Lower case is what the service gives; capitals are what its documentation shows.
        value = Is(field, "true");
        if (value || Is(field, "false"))
        {
            return true;
        }

        string text = Text(field);
        value = string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        return value || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a date.</summary>
    [MethodImpl(Hot.Loop)]
    public bool TryReadDate(int field, out DateTimeOffset date) =>
        ReportDate.TryRead(bytes, Start(field), ends[field], out date) || ReportDate.TryRead(Text(field), out date);

    /// <summary>Whether a field begins with a digit, as dates do and words do not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNumeric(int field) => ends[field] > Start(field) && (uint)(bytes[Start(field)] - '0') <= 9;

    [MethodImpl(Hot.Loop)]
    private bool IsText(int start, string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (bytes[start + index] != text[index])
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Start(int field) => field == 0 ? first : ends[field - 1] + 1;

    /// <summary>Writes the fields one behind another without their quotes, with one byte between as if they were a line.</summary>
    private void SplitQuoted(string line)
    {
        var texts = new List<string>();
        using var reader = new StringReader(line);
        new CsvLines(reader).Read(texts);
        bytes = Encoding.UTF8.GetBytes(string.Join(",", texts));
        first = 0;
        Count = texts.Count;
        ends = new int[Count];
        int end = -1;
        for (int field = 0; field < Count; field++)
        {
            end += 1 + Encoding.UTF8.GetByteCount(texts[field]);
            ends[field] = end;
        }
    }
}
