using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Compliance;
using KeyRotation.CredentialReports;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Checks the controls of CIS AWS Foundations, or of Security Hub, that concern access keys.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AccessKeyCompliance", HelpUri = HelpPages.Folder + "Test-AccessKeyCompliance.md", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(ControlResult))]
public sealed class TestAccessKeyComplianceCommand : SavedReportCmdlet
{
    /// <summary>The benchmarks: versions of CIS AWS Foundations such as 5.0.0, or SecurityHub. Default: 7.0.0.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateBenchmark]
    [ArgumentCompleter(typeof(BenchmarkCompleter))]
    public string[] Benchmark { get; set; } = ["7.0.0"];

    /// <summary>From how many days on a key is too old. Default: the benchmark's own limit, 90.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Days { get; set; }

    /// <summary>From how many days without use on a credential is unused. Default: the benchmark's own limit, 45 or 90.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int UnusedDays { get; set; }

    /// <summary>Lets the tag keyrotation:days make the limit of rotation shorter for its user, never longer, at one call for each user with an active key.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    public SwitchParameter DaysByTag { get; set; }

    /// <summary>Tags that every user with an active key has to have, such as Application, Environment and Owner: one more control, at one call for each such user.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public string[] RequiredTag { get; set; } = [];

    /// <summary>Sets what AWS Config says of the same beside each result, and explains each difference: the rules of the region, and the users once.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    public SwitchParameter CompareConfig { get; set; }

    private protected override ISavedReportCheck SavedReportCheck(IReadOnlyCollection<string> userNames) => new SavedReportCompliance(Options(userNames), TimeProvider.System);

    private protected override string Activity => "Checking access keys";

    private protected override Task LookAsync(AwsConnection open, IReadOnlyCollection<string> userNames, IReport report, CancellationToken cancellationToken) =>
        new ComplianceAudit(open.Account.Limited(callsInFlight: 8), Options(userNames), report, CompareConfig ? open.ConfigRules() : null).RunAsync(cancellationToken);

    private ComplianceOptions Options(IReadOnlyCollection<string> userNames) => new()
    {
        Benchmarks = Benchmark.Select(ComplianceBenchmark.Parse).Distinct().ToList(),
        Days = MyInvocation.BoundParameters.ContainsKey(nameof(Days)) ? Days : null,
        UnusedDays = MyInvocation.BoundParameters.ContainsKey(nameof(UnusedDays)) ? UnusedDays : null,
        DaysByTag = DaysByTag,
        RequiredTags = RequiredTag,
        MatchesUserName = MatchesUserName(userNames),
        NamedUsers = NamedUsers(userNames),
    };
}
