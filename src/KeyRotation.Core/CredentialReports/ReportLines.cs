using System.Collections.Generic;
using System.IO;
using System.Text;

namespace KeyRotation.CredentialReports;

/// <summary>Reads the lines of a text, whichever of the three line ends it has, in bounded memory.</summary>
internal static class ReportLines
{
    /// <summary>Base64 is one line, and no report comes near this; what has such lines is something else.</summary>
    private const int LongestLine = 1 << 24;

    /// <summary>Reads the lines, one at a time.</summary>
    /// <exception cref="InvalidDataException">A line is longer than any report.</exception>
    public static IEnumerable<string> Read(TextReader text)
    {
        var line = new StringBuilder();
        bool isAfterReturn = false;
        for (int character = text.Read(); character >= 0; character = text.Read())
        {
            bool isSecondOfTwo = character == '\n' && isAfterReturn;
            isAfterReturn = character == '\r';
            if (isSecondOfTwo)
            {
                continue;
            }

            if (character is '\r' or '\n')
            {
                yield return line.ToString();
                line.Clear();
            }
            else if (line.Length < LongestLine)
            {
                line.Append((char)character);
            }
            else
            {
                throw new InvalidDataException("It is not a credential report: a line in it is longer than any report.");
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
