using System;
using System.IO;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>Makes the text of a report. Changes nothing and asks nobody.</summary>
public static class KeyReport
{
    /// <summary>The format that a file's name asks for.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="KeyRotationException">Its name does not say.</exception>
    public static ReportFormat FormatOf(string path) => Path.GetExtension(path ?? throw new ArgumentNullException(nameof(path))).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => ReportFormat.Html,
        ".CSV" => ReportFormat.Csv,
        ".JSON" => ReportFormat.Json,
        ".XML" => ReportFormat.JUnit,
        _ => throw ExportFailures.ReportFormatUnknown(path),
    };

    /// <summary>The report as text.</summary>
    /// <param name="format">The format.</param>
    /// <param name="content">What it is made of.</param>
    /// <param name="region">For <see cref="ReportFormat.Asff"/>: the region of the Security Hub that the findings are for.</param>
    /// <exception cref="KeyRotationException">The format cannot hold that content, or needs a region.</exception>
    public static string Render(ReportFormat format, ReportContent content, string? region = null)
    {
        if (content is null)
        {
            throw new ArgumentNullException(nameof(content));
        }

        if (format is ReportFormat.JUnit or ReportFormat.Ocsf or ReportFormat.Asff && content.KeyCount > 0)
        {
            throw ExportFailures.ReportNeedsControls(format);
        }

        return format switch
        {
            ReportFormat.Html => HtmlReport.Of(content),
            ReportFormat.Csv => CsvReport.Of(content),
            ReportFormat.Json => JsonReport.Of(content),
            ReportFormat.JUnit => JUnitReport.Of(content),
            ReportFormat.Ocsf => OcsfReport.Of(content),
            ReportFormat.Asff => AsffReport.Of(content, region),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }
}
