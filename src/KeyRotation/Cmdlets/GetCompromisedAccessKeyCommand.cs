using System;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Compromise;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Finds access keys that are known to be in the wrong hands or in public.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "CompromisedAccessKey", HelpUri = HelpPages.Folder + "Get-CompromisedAccessKey.md", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(AccessKey))]
public sealed class GetCompromisedAccessKeyCommand : AwsCmdlet
{
    private const string AccountSet = "Account";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectSet = "InputObject";
    private const string GuardDuty = "GuardDuty";
    private const string QuarantinePolicy = "QuarantinePolicy";

    private readonly GivenAccounts accounts = new();
    private GivenFindings? findings;

    /// <summary>The accounts to look at, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>How many accounts are looked at side by side, where there are many. Default: 16.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateRange(1, 256)]
    public int AccountThrottleLimit { get; set; } = 16;

    /// <summary>What AWS is asked for: findings of GuardDuty, users with a quarantine policy. Default: both.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateSet(GuardDuty, QuarantinePolicy)]
    public string[] Source { get; set; } = [GuardDuty, QuarantinePolicy];

    /// <summary>The regions whose GuardDuty is asked. Default: the region of the connection.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FindingRegion { get; set; } = [];

    /// <summary>Events, findings and reports of scanners to read instead of asking AWS for findings: files, wildcards allowed, or folders of files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same by the names of the files, as Get-ChildItem gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>An event, findings or a report of a scanner: text, or the objects that ConvertFrom-Json makes of it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>Also gives keys that are inactive already.</summary>
    [Parameter]
    public SwitchParameter IncludeInactive { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case AccountSet:
                accounts.Add(Account);
                break;
            case InputObjectSet when InputObject?.BaseObject is Account account:
                accounts.Add([account]);
                break;
            case InputObjectSet:
                Findings.Add(InputObject);
                break;
            default:
                Findings.AddPaths(ParameterSetName == PathSet ? Path : LiteralPath);
                break;
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        CompromiseOptions options = Options();
        if (accounts.Count > 0)
        {
            RequireOwnConnections(accounts);
            RunAccounts(
                accounts.Connections(Region, EndpointUrl),
                connection => connection,
                new AccountRoundOptions("Finding compromised access keys", AccountThrottleLimit),
                (_, open, _, report, cancellationToken) => SearchOf(open, options, report).RunAsync(cancellationToken));
        }
        else if (options.Inputs.Count > 0 || (ParameterSetName == AccountSet && !MyInvocation.ExpectingInput))
        {
            RunOpen(GivenConnection, (open, report, cancellationToken) => SearchOf(open, options, report).RunAsync(cancellationToken));
        }
    }

    private GivenFindings Findings => findings ??= new GivenFindings(this);

    private static CompromiseSearch SearchOf(AwsConnection open, CompromiseOptions options, IReport report) =>
        new(open.Account.Limited(callsInFlight: 8), open.KeyLookup(), open.Findings, options, report);

    private CompromiseOptions Options() => new()
    {
        AsksGuardDuty = Source.Contains(GuardDuty, StringComparer.OrdinalIgnoreCase),
        AsksQuarantinePolicies = Source.Contains(QuarantinePolicy, StringComparer.OrdinalIgnoreCase),
        FindingRegions = FindingRegion,
        Inputs = findings?.Inputs() ?? [],
        IncludeInactive = IncludeInactive,
    };
}
