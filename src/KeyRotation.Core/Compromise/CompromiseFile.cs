using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using KeyRotation.Csv;
using KeyRotation.Json;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>Reads an event, findings, or the report of a scanner: JSON, CSV, or any text with ids in it. What cannot be read is one failure.</summary>
internal static class CompromiseFile
{
    private const string TextSource = "File";

    public static IReadOnlyList<KeySighting> Read(CompromiseInput input, IReport report)
    {
        var sightings = new List<KeySighting>();
        try
        {
            using Stream stream = input.Open();
            using TextReader? text = SearchedText.Open(stream);
            if (text is null)
            {
                report.Warning($"{input.Name} is a binary file, and is left out.");
            }
            else
            {
                Add(sightings, text, input.Name, report);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            report.Failure(CompromiseFailures.FileUnreadable(input.Name, problem));
        }

        return sightings;
    }

    /// <summary>The ids in a text that is no finding, each with its place.</summary>
    public static IEnumerable<KeySighting> SightingsIn(string text, string name, int line) =>
        KeyIdText.In(text).Select(id => new KeySighting(id, new CompromiseEvidence(TextSource, EvidenceText.Name($"{name}:{line}"))));

    private static void Add(List<KeySighting> sightings, TextReader text, string name, IReport report)
    {
        var begun = new BegunText(text);
        if (begun.IsJson)
        {
            var document = new CompromiseDocument(name, report);
            AddAll(sightings, new JsonReader(begun).Read().SelectMany(document.Read));
        }
        else if (begun.FirstLine.Contains("RuleID,Commit,File"))
        {
            AddAll(sightings, GitleaksRows(begun).SelectMany(ScannerFinding.ReadGitleaks));
        }
        else
        {
            AddAll(sightings, TextPiece.Read(begun).SelectMany(piece => SightingsIn(piece.Text, name, piece.Line)));
        }
    }

    /// <summary>One by one: what was read before a fault counts.</summary>
    private static void AddAll(List<KeySighting> sightings, IEnumerable<KeySighting> found)
    {
        foreach (KeySighting sighting in found)
        {
            sightings.Add(sighting);
        }
    }

    /// <summary>The rows of a CSV report of gitleaks, with the names that its JSON has.</summary>
    private static IEnumerable<JsonItem> GitleaksRows(TextReader text)
    {
        var lines = new CsvLines(text);
        var fields = new List<string>();
        lines.Read(fields);
        List<string> names = fields.ToList();
        while (lines.Read(fields))
        {
            Dictionary<string, JsonItem> members = JsonItem.NewMembers();
            for (int index = 0; index < Math.Min(names.Count, fields.Count); index++)
            {
                members[names[index]] = JsonItem.OfText(fields[index], line: 0);
            }

            yield return JsonItem.OfObject(members, line: 0);
        }
    }
}
