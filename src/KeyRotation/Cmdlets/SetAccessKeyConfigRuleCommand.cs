using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.ConfigRules;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Sees to it that AWS Config has a rule on access keys, with the given limit.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AccessKeyConfigRule", HelpUri = HelpPages.Folder + "Set-AccessKeyConfigRule.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessKeyConfigRule))]
public sealed class SetAccessKeyConfigRuleCommand : AwsCmdlet
{
    private readonly GivenAccounts accounts = new();

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

    /// <summary>The accounts to work on, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>How many accounts are worked on side by side, where there are many. Default: 16.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int AccountThrottleLimit { get; set; } = 16;

    /// <inheritdoc />
    protected override void ProcessRecord() => accounts.Add(Account);

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        ConfigRuleOptions options = Options();
        if (accounts.Count > 0)
        {
            RequireOwnConnections(accounts);
            RunAccounts(
                accounts.Connections(Region, EndpointUrl),
                connection => connection,
                new AccountRoundOptions("Setting rules of AWS Config", AccountThrottleLimit),
                (_, open, _, report, cancellationToken) => SettingOf(open, options, report).RunAsync(cancellationToken));
        }
        else if (!MyInvocation.ExpectingInput)
        {
            RunOpen(GivenConnection, (open, report, cancellationToken) => SettingOf(open, options, report).RunAsync(cancellationToken));
        }
    }

    private static ConfigRuleSetting SettingOf(AwsConnection open, ConfigRuleOptions options, IReport report) => new(open.Account, open.ConfigRules(), options, report);

    private ConfigRuleOptions Options() => new()
    {
        Kind = Rule,
        Days = MyInvocation.BoundParameters.ContainsKey(nameof(Days)) ? Days : null,
        Name = Name,
        Tags = Tag.Cast<DictionaryEntry>().GroupBy(tag => $"{tag.Key}", StringComparer.Ordinal).ToDictionary(tag => tag.Key, tag => $"{tag.Last().Value}", StringComparer.Ordinal),
    };
}
