using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using KeyRotation.Csv;

namespace KeyRotation.Delivery.Files;

/// <summary>The CSV file of a key, as the console writes it and the AWS CLI reads it.</summary>
internal static class CsvText
{
    private const string IdColumn = "Access key ID";
    private const string SecretColumn = "Secret access key";

    /// <summary>The file: no mark of its encoding, lines ended by CRLF.</summary>
    public static byte[] Of(KeyToDeliver key, CsvForm form)
    {
        string secret = SecretText.Reveal(key.SecretAccessKey);
        string text = form == CsvForm.Console
            ? Line(IdColumn, SecretColumn) + Line(key.AccessKeyId, secret)
            : Line("User Name", "Access Key ID", SecretColumn) + Line(key.Owner.UserName, key.AccessKeyId, secret);
        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
    }

    /// <summary>Reads the keys of a file of either form, whatever the order of its columns; none when it is something else.</summary>
    public static IReadOnlyList<StoredKey> Read(byte[] content)
    {
        var keys = new List<StoredKey>();
        using var text = new StreamReader(new MemoryStream(content), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var lines = new CsvLines(text);
        var fields = new List<string>();
        try
        {
            lines.Read(fields);
            int id = ColumnOf(fields, IdColumn);
            int secret = ColumnOf(fields, SecretColumn);
            while (id >= 0 && secret >= 0 && lines.Read(fields))
            {
                if (Math.Max(id, secret) < fields.Count)
                {
                    keys.Add(new StoredKey(fields[id].Trim(), SecretText.Protect(fields[secret].Trim())));
                }
            }
        }
        catch (InvalidDataException)
        {
            // A quote is never closed: not a file that holds a key.
        }

        return keys;
    }

    private static int ColumnOf(List<string> header, string name) =>
        header.FindIndex(column => string.Equals(column.Trim(), name, StringComparison.OrdinalIgnoreCase));

    private static string Line(params string[] values) => string.Join(",", values.Select(Quoted)) + "\r\n";

    private static string Quoted(string value) =>
        value.IndexOfAny([',', '"', '\r', '\n']) < 0 ? value : "\"" + value.Replace("\"", "\"\"") + "\"";
}
