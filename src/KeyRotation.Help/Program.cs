using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using KeyRotation.Help.Output;
using KeyRotation.Help.Pages;

namespace KeyRotation.Help;

/// <summary>
/// Makes help from pages: <c>ASSEMBLY OUTPUT-FOLDER ROOT ADDRESS CMDLET-PAGES-FOLDER [about_TOPIC=PAGE …]</c>, with the file name of the
/// assembly that has the cmdlets, the folder of the repository and the address that stands for it. The build runs it.
/// </summary>
internal static class Program
{
    private const string SharedParameters = "common-parameters.md";

    // The help file of a binary cmdlet is found by the name of its assembly.
    private const string HelpFileEnd = "-Help.xml";

    private static int Main(string[] arguments)
    {
        try
        {
            (string assembly, string output, string root, string address, string pages) = (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
            Directory.CreateDirectory(output);
            List<string[]> topics = arguments.Skip(5).Select(argument => argument.Split('=', 2)).ToList();
            var targets = new LinkTargets(root, address, topics.Select(topic => (topic[1], topic[0])));
            WriteCmdlets(pages, Path.Combine(output, assembly + HelpFileEnd), targets, $"{address}{Path.GetRelativePath(root, pages).Replace('\\', '/')}/");
            foreach (string[] topic in topics)
            {
                File.WriteAllText(Path.Combine(output, topic[0] + ".help.txt"), AboutTopic.Of(topic[0], topic[1], targets));
            }

            return 0;
        }
        catch (Exception problem) when (problem is PageException or InvalidOperationException or NotSupportedException or IOException)
        {
            Console.Error.WriteLine(problem is PageException ? problem.Message : "KeyRotation.Help: error HELP: " + problem.Message);
            return 1;
        }
    }

    private static void WriteCmdlets(string folder, string file, LinkTargets targets, string online)
    {
        string sharedParameters = Path.Combine(folder, SharedParameters);
        IReadOnlyList<ParameterText> shared = File.Exists(sharedParameters) ? CmdletPageReader.ReadSharedParameters(sharedParameters, targets) : [];
        IEnumerable<CmdletPage> pages = Directory.GetFiles(folder, "*-*.md")
            .Where(page => char.IsUpper(Path.GetFileName(page)[0]))
            .Order(StringComparer.Ordinal)
            .Select(page => CmdletPageReader.Read(page, targets));
        using var writer = XmlWriter.Create(file, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        Maml.Of(pages, shared, online).Save(writer);
    }
}
