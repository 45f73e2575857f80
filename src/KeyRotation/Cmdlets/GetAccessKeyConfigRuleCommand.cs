using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.ConfigRules;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Shows the rules of AWS Config that concern access keys, and what they say of each user.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AccessKeyConfigRule", HelpUri = HelpPages.Folder + "Get-AccessKeyConfigRule.md")]
[OutputType(typeof(AccessKeyConfigRule))]
public sealed class GetAccessKeyConfigRuleCommand : ConfigRuleCmdlet
{
    /// <summary>Also gives the verdict of each rule for each user.</summary>
    [Parameter]
    public SwitchParameter IncludeVerdict { get; set; }

    private protected override string Activity => "Reading rules of AWS Config";

    private protected override Task WorkAsync(AwsConnection open, IReport report, CancellationToken cancellationToken) =>
        new ConfigRuleReading(open.Account, open.ConfigRules(), IncludeVerdict, report).RunAsync(cancellationToken);
}
