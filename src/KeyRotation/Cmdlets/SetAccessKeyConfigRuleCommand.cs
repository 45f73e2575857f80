using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.ConfigRules;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Sees to it that AWS Config has a rule on access keys, with the given limit.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AccessKeyConfigRule", HelpUri = HelpPages.Folder + "Set-AccessKeyConfigRule.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessKeyConfigRule))]
public sealed class SetAccessKeyConfigRuleCommand : ConfigRuleCmdlet
{
    private ConfigRuleOptions options = new();

    /// <summary>The limit in days. Default: 90 for Rotated, 45 for Unused; Root has none.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, 36500)]
    public int Days { get; set; }

    /// <summary>What the rule asks for: that keys are rotated, that credentials are used, or that root has no key. Default: Rotated.</summary>
    [Parameter]
    public ConfigRuleKind Rule { get; set; } = ConfigRuleKind.Rotated;

    /// <summary>The name of the rule. Default: AWS's own name, e.g. access-keys-rotated.</summary>
    [Parameter]
    [ValidateLength(1, 64)]
    [ValidatePattern(@"\S")]
    public string? Name { get; set; }

    /// <summary>Tags of a new rule, e.g. @{ Owner = 'security' }. Those of a rule that is there stay as they are.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Tag { get; set; } = [];

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        options = Options();
        base.EndProcessing();
    }

    private protected override string Activity => "Setting rules of AWS Config";

    private protected override Task WorkAsync(AwsConnection open, IReport report, CancellationToken cancellationToken) =>
        new ConfigRuleSetting(open.Account, open.ConfigRules(), options, report).RunAsync(cancellationToken);

    private ConfigRuleOptions Options() => new()
    {
        Kind = Rule,
        Days = MyInvocation.BoundParameters.ContainsKey(nameof(Days)) ? Days : null,
        Name = Name,
        Tags = Tag.Cast<DictionaryEntry>().GroupBy(tag => $"{tag.Key}", StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => $"{tag.Last().Value}", StringComparer.Ordinal),
    };
}
