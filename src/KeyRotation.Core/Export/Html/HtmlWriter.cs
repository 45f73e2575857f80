using System;
using System.Globalization;
using System.Text;

namespace KeyRotation.Export;

/// <summary>
/// Writes HTML from interpolated strings, whose text is markup and whose values are text: every value is escaped, and
/// no method takes one that is not.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder html = new();

    /// <summary>Adds markup; every value in it is escaped.</summary>
    public HtmlWriter Add(FormattableString markup)
    {
        html.AppendFormat(EscapingFormat.Instance, markup.Format, markup.GetArguments());
        return this;
    }

    /// <summary>Adds a style sheet or script of this assembly.</summary>
    public HtmlWriter Add(ReportResource resource)
    {
        html.Append(resource.Text);
        return this;
    }

    public override string ToString() => html.ToString();

    private static string Escape(string text)
    {
        string visible = VisibleText.Of(text);
        if (visible.IndexOfAny(['&', '<', '>', '"', '\'']) < 0)
        {
            return visible;
        }

        var escaped = new StringBuilder(visible.Length + 16);
        foreach (char c in visible)
        {
            switch (c)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '"':
                    escaped.Append("&quot;");
                    break;
                case '\'':
                    escaped.Append("&#39;");
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }

        return escaped.ToString();
    }

    private sealed class EscapingFormat : IFormatProvider, ICustomFormatter
    {
        public static EscapingFormat Instance { get; } = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => string.Empty,
            string text => Escape(text),
            IFormattable value => Escape(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => Escape(arg.ToString() ?? string.Empty),
        };
    }
}
