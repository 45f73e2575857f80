using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Leaks;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Finds the keys of the account whose ids lie in files or in the history of a git repository.</para>
/// </summary>
[Cmdlet(VerbsCommon.Find, "LeakedAccessKey", HelpUri = HelpPages.Folder + "Find-LeakedAccessKey.md", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AccessKey))]
public sealed class FindLeakedAccessKeyCommand : AwsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> given = [];
    private string[]? lastPath;

    /// <summary>Files and folders to search, wildcards allowed; folders with all that is below them, but for .git.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same by their names, as Get-ChildItem gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Also reads the history of the git repositories that the paths are in: all branches, tags and stashes.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <summary>Also gives keys that are inactive already.</summary>
    [Parameter]
    public SwitchParameter IncludeInactive { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        // What stands on the command line is the same object for every record of the pipeline.
        string[] paths = ParameterSetName == PathSet ? Path : LiteralPath;
        if (!ReferenceEquals(paths, lastPath))
        {
            given.AddRange(paths);
            lastPath = paths;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        var places = new GivenPlaces(this);
        List<string> paths = given.SelectMany(places.Of).ToList();
        if (paths.Count == 0)
        {
            return;
        }

        var options = new LeakOptions { Paths = paths, ReadsHistory = History, IncludeInactive = IncludeInactive };
        RunOpen(GivenConnection, (open, report, cancellationToken) => new LeakSearch(open.Account.Limited(callsInFlight: 8), open.KeyLookup(), options, report).RunAsync(cancellationToken));
    }
}
