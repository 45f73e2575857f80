using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Export;
using KeyRotation.Export.Content;
using Microsoft.PowerShell.Commands;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Writes keys and the results of controls to a file: a page for people, or a format that other tools read.</para>
/// </summary>
[Cmdlet(VerbsData.Export, "AccessKeyReport", HelpUri = HelpPages.Folder + "Export-AccessKeyReport.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportAccessKeyReportCommand : PSCmdlet
{
    private const string DefaultTitle = "Access keys";

    private readonly ReportBuilder report = new();
    private string file = string.Empty;

    /// <summary>The file. Its name tells the format, unless -Format is given: .html, .csv, .json, or .xml for JUnit.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// What Get-StaleAccessKey, Get-AccessKeyRotation, Test-AccessKeyCompliance and the commands that change keys give, in any
    /// order; lists are unrolled. Secrets of new keys are left out. Accounts of Get-KeyRotationAccount give names and organizational units.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject? InputObject { get; set; }

    /// <summary>The format. Default: what the file's name says.</summary>
    [Parameter]
    public ReportFormat Format { get; set; }

    /// <summary>The age in days that the page marks as the limit. Default: 90.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Days { get; set; } = 90;

    /// <summary>The title of the report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = DefaultTitle;

    /// <summary>For Asff: the region of the Security Hub that the findings are for. Default: AWS_REGION, AWS_DEFAULT_REGION.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Refuses what cannot be written before the commands in front of this one begin their work.</summary>
    protected override void BeginProcessing() => Guard(() =>
    {
        file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        if (provider.ImplementingType != typeof(FileSystemProvider))
        {
            ThrowTerminatingError(ErrorRecords.ReportNotAFile(Path, provider.Name));
        }

        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Format)))
        {
            Format = KeyReport.FormatOf(file);
        }

        ReportFile.Check(file, Force);
    });

    /// <inheritdoc />
    protected override void ProcessRecord() => Guard(() => Add(InputObject));

    /// <inheritdoc />
    protected override void EndProcessing() => Guard(() =>
    {
        ReportContent content = report.ToContent(Title, TimeSpan.FromDays(Days), DateTimeOffset.UtcNow);
        string text = KeyReport.Render(Format, content, Region ?? Setting("AWS_REGION") ?? Setting("AWS_DEFAULT_REGION"));
        if (!ShouldProcess(file, $"Write {Format} report"))
        {
            return;
        }

        ReportFile.Write(file, text, Force);
        if (PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    });

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private void Add(object? item)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (value is IEnumerable items and not string and not IDictionary)
        {
            foreach (object? inner in items)
            {
                Add(inner);
            }
        }
        else if (value is not null)
        {
            report.Add(value);
            if (value is RotatedAccessKey { Destinations.Count: 0 } rotated)
            {
                WriteWarning($"The secret of {rotated} is in the object alone, and not in the report: it is lost with the object. Give -Destination to the command that rotates; New-RotatedAccessKey -ReplaceUnused replaces a key whose secret is lost.");
            }
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (KeyRotationException failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure));
        }
    }
}
