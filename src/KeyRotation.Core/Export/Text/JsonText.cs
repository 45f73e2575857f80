using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace KeyRotation.Export;

/// <summary>Writes JSON (RFC 8259): .NET Standard 2.0 has no writer of its own.</summary>
internal sealed class JsonText
{
    private const string Indent = "  ";

    private readonly StringBuilder text = new();
    private readonly bool keepNulls;
    private int depth;

    private JsonText(bool keepNulls) => this.keepNulls = keepNulls;

    /// <summary>A value as text that ends with a line end.</summary>
    /// <param name="value">See <see cref="JsonObject.Add"/>.</param>
    /// <param name="keepNulls">Whether members without a value are written, as null, or left out.</param>
    public static string Of(object? value, bool keepNulls)
    {
        var json = new JsonText(keepNulls);
        json.Write(value);
        return json.text.Append('\n').ToString();
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string words:
                JsonString.Append(text, words);
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case int or long:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsNaN(number) && !double.IsInfinity(number):
                text.Append(number.ToString("0.####", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                JsonString.Append(text, ReportTimes.Iso(time));
                break;
            case JsonObject members:
                WriteObject(members);
                break;
            case IEnumerable items:
                WriteArray(items);
                break;
            default:
                throw new ArgumentException($"A {value.GetType()} is no JSON value.", nameof(value));
        }
    }

    private void WriteObject(JsonObject members)
    {
        text.Append('{');
        depth++;
        bool any = false;
        foreach (KeyValuePair<string, object?> member in members)
        {
            if (member.Value is not null || keepNulls)
            {
                NextLine(ref any);
                JsonString.Append(text, member.Key);
                text.Append(": ");
                Write(member.Value);
            }
        }

        End(any, '}');
    }

    private void WriteArray(IEnumerable items)
    {
        text.Append('[');
        depth++;
        bool any = false;
        foreach (object? item in items)
        {
            NextLine(ref any);
            Write(item);
        }

        End(any, ']');
    }

    private void NextLine(ref bool any)
    {
        text.Append(any ? "," : string.Empty);
        any = true;
        BreakLine();
    }

    private void End(bool any, char bracket)
    {
        depth--;
        if (any)
        {
            BreakLine();
        }

        text.Append(bracket);
    }

    private void BreakLine()
    {
        text.Append('\n');
        for (int i = 0; i < depth; i++)
        {
            text.Append(Indent);
        }
    }
}
