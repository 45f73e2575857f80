using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>
/// Controls as tests: a suite a control, a case a user. Of the elements and attributes that build servers share
/// (junit-10.xsd of the Jenkins xUnit plugin).
/// </summary>
internal static class JUnitReport
{
    public static string Of(ReportContent content)
    {
        using var text = new Utf8Writer();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", content.Title);
            Count(xml, "tests", content.Controls.Count);
            Count(xml, "failures", content.Controls.Count(result => result.StatusValue == ControlStatus.Fail));
            Count(xml, "errors", 0);
            foreach (ControlGroup group in ControlGroup.Of(content))
            {
                Suite(xml, group);
            }

            xml.WriteEndElement();
        }

        return text.ToString() + "\n";
    }

    private static void Suite(XmlWriter xml, ControlGroup group)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", $"{group.Benchmark} {group.ControlId} {group.Title}");
        Count(xml, "tests", group.Results.Count);
        Count(xml, "failures", group.Failed);
        Count(xml, "errors", 0);
        Count(xml, "skipped", group.NotApplicable);
        Attribute(xml, "time", "0");
        Attribute(xml, "timestamp", ReportTimes.Iso(group.Results.Max(result => result.CheckedAt)).TrimEnd('Z'));
        foreach (ControlResult result in group.Results)
        {
            Case(xml, result);
        }

        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, ControlResult result)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "name", $"{result.UserName} ({result.AccountId})");
        Attribute(xml, "classname", $"{ClassPart(result.Benchmark)}.{ClassPart(result.ControlId)}");
        Attribute(xml, "time", "0");
        if (result.StatusValue == ControlStatus.Fail)
        {
            xml.WriteStartElement("failure");
            Attribute(xml, "message", result.Reason);
            Attribute(xml, "type", result.SeverityValue.ToString());
            xml.WriteString(VisibleText.Of(Details(result)));
            xml.WriteEndElement();
        }
        else if (result.StatusValue == ControlStatus.NotApplicable)
        {
            xml.WriteStartElement("skipped");
            Attribute(xml, "message", result.Reason);
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("system-out", VisibleText.Of(Details(result)));
        }

        xml.WriteEndElement();
    }

    private static string Details(ControlResult result)
    {
        var lines = new List<string> { result.Reason };
        lines.AddRange(result.Evidence.Select(item => $"{item} ({item.Source})"));
        lines.AddRange(result.Remedy.Select(command => "Remedy: " + command));
        lines.AddRange(result.References.Select(reference => "Also: " + reference));
        return string.Join("\n", lines);
    }

    /// <summary>A dot parts package and class: Jenkins shows the benchmark as one, and the control as the other.</summary>
    private static string ClassPart(string text) => text.Replace('.', '_');

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, VisibleText.Of(value));

    private static void Count(XmlWriter xml, string name, int count) => xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>The declaration names the encoding that the file has.</summary>
    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
