using System.Collections.Generic;
using System.Text;

namespace KeyRotation.Csv;

/// <summary>Splits records of RFC 4180, with any separator. Written here so that Core needs no third-party package.</summary>
internal static class CsvRecord
{
    private const char Quote = '"';

    /// <summary>Whether a quote is open at the end of a line, so that the record goes on with the next one.</summary>
    /// <param name="line">The line, without its line end.</param>
    /// <param name="isOpen">Whether one is open at its beginning.</param>
    public static bool IsOpenAfter(string line, bool isOpen)
    {
        for (int at = line.IndexOf(Quote); at >= 0; at = line.IndexOf(Quote, at + 1))
        {
            isOpen = !isOpen;
        }

        return isOpen;
    }

    /// <summary>Splits a record into its fields.</summary>
    /// <param name="record">The record, without the line end behind it. Line ends inside quotes belong to their field.</param>
    /// <param name="separator">What stands between two fields.</param>
    /// <param name="fields">Receives the fields, without their quotes.</param>
    /// <returns>Whether every quote is closed; the last field is not whole otherwise.</returns>
    public static bool TrySplit(string record, char separator, List<string> fields)
    {
        fields.Clear();
        if (record.IndexOf(Quote) < 0)
        {
            fields.AddRange(record.Split(separator));
            return true;
        }

        var field = new StringBuilder();
        bool isQuoted = false;
        for (int index = 0; index < record.Length; index++)
        {
            char character = record[index];
            if (character == Quote && isQuoted && index + 1 < record.Length && record[index + 1] == Quote)
            {
                field.Append(Quote);
                index++;
            }
            else if (character == Quote)
            {
                isQuoted = !isQuoted;
            }
            else if (character == separator && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        fields.Add(field.ToString());
        return !isQuoted;
    }
}
