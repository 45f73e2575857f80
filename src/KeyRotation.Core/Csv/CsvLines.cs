using System.Collections.Generic;
using System.IO;

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
        string? record = text.ReadLine();
        if (record is null)
        {
            return false;
        }

        while (!CsvRecord.TrySplit(record, ',', fields))
        {
            record += "\n" + (text.ReadLine() ?? throw new InvalidDataException("A quote is never closed."));
        }

        return true;
    }
}
