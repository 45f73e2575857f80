using System.Collections.Generic;
using System.IO;
using System.Text;

namespace KeyRotation.Csv;

/// <summary>
/// Reads RFC 4180 lines: quotes, doubled quotes, line ends inside quotes, CRLF or LF. Written here so that Core needs
/// no third-party package.
/// </summary>
internal sealed class CsvLines
{
    private readonly TextReader text;
    private readonly StringBuilder field = new();

    public CsvLines(TextReader text) => this.text = text;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>Reads the next line into <paramref name="fields"/>; false at the end.</summary>
    public bool Read(List<string> fields)
    {
        fields.Clear();
        string? line = text.ReadLine();
        LineNumber++;
        if (line is null)
        {
            return false;
        }

        if (line.IndexOf('"') < 0)
        {
            Split(line, fields);
            return true;
        }

        ReadQuoted(line, fields);
        return true;
    }

    private static void Split(string line, List<string> fields)
    {
        int start = 0;
        for (int comma = line.IndexOf(','); comma >= 0; comma = line.IndexOf(',', start))
        {
            fields.Add(line.Substring(start, comma - start));
            start = comma + 1;
        }

        fields.Add(line.Substring(start));
    }

    private void ReadQuoted(string line, List<string> fields)
    {
        bool quoted = false;
        field.Clear();
        for (int index = 0; ; index++)
        {
            if (index == line.Length)
            {
                if (!quoted || text.ReadLine() is not string next)
                {
                    break;
                }

                LineNumber++;
                field.Append('\n');
                line = next;
                index = -1;
            }
            else if (line[index] == '"')
            {
                bool doubled = quoted && index + 1 < line.Length && line[index + 1] == '"';
                if (doubled)
                {
                    field.Append('"');
                    index++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (line[index] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[index]);
            }
        }

        if (quoted)
        {
            throw new InvalidDataException($"A quote that is opened on line {LineNumber} is never closed.");
        }

        fields.Add(field.ToString());
    }
}
