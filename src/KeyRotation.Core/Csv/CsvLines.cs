using System.Collections.Generic;
using System.IO;
using System.Text;

namespace KeyRotation.Csv;

/// <summary>Reads the records of a text of RFC 4180 whose fields may hold line ends in quotes.</summary>
internal sealed class CsvLines
{
    private readonly TextReader text;

    public CsvLines(TextReader text) => this.text = text;

    /// <summary>Reads the next record into <paramref name="fields"/>; false at the end.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed.</exception>
    public bool Read(List<string> fields)
    {
        fields.Clear();
        if (text.ReadLine() is not string line)
        {
            return false;
        }

        var record = new StringBuilder(line);
        for (bool isOpen = CsvRecord.IsOpenAfter(line, isOpen: false); isOpen; isOpen = CsvRecord.IsOpenAfter(line, isOpen))
        {
            line = text.ReadLine() ?? throw new InvalidDataException("A quote is never closed.");
            record.Append('\n').Append(line);
        }

        CsvRecord.TrySplit(record.ToString(), ',', fields);
        return true;
    }
}
