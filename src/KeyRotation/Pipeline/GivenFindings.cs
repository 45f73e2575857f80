using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using KeyRotation.Compromise;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Events, findings and reports that a cmdlet was given: files, and what came through the pipeline, put together as one text.</summary>
internal sealed class GivenFindings
{
    private const string PipelineName = "The input of the pipeline";

    /// <summary>Deeper than the findings of AWS, and as deep as Windows PowerShell goes.</summary>
    private const string ToJson = "param($value) ConvertTo-Json -InputObject $value -Depth 60 -Compress -WarningAction SilentlyContinue";

    private readonly PSCmdlet cmdlet;
    private readonly GivenPlaces places;
    private readonly List<string> files = [];
    private readonly StringBuilder piped = new();

    public GivenFindings(PSCmdlet cmdlet)
    {
        this.cmdlet = cmdlet;
        places = new GivenPlaces(cmdlet);
    }

    /// <summary>Adds what came through the pipeline: a text or a line of one, a file, or an object that ConvertFrom-Json made.</summary>
    public void Add(PSObject? value)
    {
        switch (value?.BaseObject)
        {
            case null:
                break;
            case string text:
                piped.Append(text).Append('\n');
                break;
            case IResult:
                cmdlet.WriteWarning("An object of this module is no finding, and is left out. Events, findings and reports of scanners are taken.");
                break;
            case FileSystemInfo file:
                AddPaths([file.FullName]);
                break;
            default:
                piped.Append(cmdlet.InvokeCommand.InvokeScript(ToJson, value).FirstOrDefault()).Append('\n');
                break;
        }
    }

    /// <summary>Adds files; of a folder those in it, and none of the folders in it.</summary>
    public void AddPaths(IEnumerable<string> paths)
    {
        foreach (string place in paths.SelectMany(places.Of))
        {
            files.AddRange(Directory.Exists(place) ? FilesIn(place) : [place]);
        }
    }

    public IReadOnlyCollection<CompromiseInput> Inputs()
    {
        List<CompromiseInput> inputs = files.Distinct(StringComparer.Ordinal).Select(file => new CompromiseInput(file, () => File.OpenRead(file))).ToList();
        if (piped.ToString().Trim().Length > 0)
        {
            inputs.Add(new CompromiseInput(PipelineName, () => new MemoryStream(Encoding.UTF8.GetBytes(piped.ToString()))));
        }

        return inputs;
    }

    private string[] FilesIn(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).OrderBy(file => file, StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            cmdlet.WriteError(ErrorRecords.ReportFolderUnreadable(folder, problem));
            return [];
        }
    }
}
