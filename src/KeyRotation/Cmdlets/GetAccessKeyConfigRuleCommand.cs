using System.Management.Automation;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Pipeline;
using KeyRotation.ConfigRules;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Shows the rules of AWS Config that concern access keys, and what they say of each user.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AccessKeyConfigRule", HelpUri = HelpPages.Folder + "Get-AccessKeyConfigRule.md")]
[OutputType(typeof(AccessKeyConfigRule))]
public sealed class GetAccessKeyConfigRuleCommand : AwsCmdlet
{
    private readonly GivenAccounts accounts = new();

    /// <summary>Also gives the verdict of each rule for each user.</summary>
    [Parameter]
    public SwitchParameter IncludeVerdict { get; set; }

    /// <summary>The accounts to look at, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>How many accounts are looked at side by side, where there are many. Default: 16.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int AccountThrottleLimit { get; set; } = 16;

    /// <inheritdoc />
    protected override void ProcessRecord() => accounts.Add(Account);

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (accounts.Count > 0)
        {
            RequireOwnConnections(accounts);
            RunAccounts(
                accounts.Connections(Region, EndpointUrl),
                connection => connection,
                new AccountRoundOptions("Reading rules of AWS Config", AccountThrottleLimit),
                (_, open, _, report, cancellationToken) => ReadingOf(open, report).RunAsync(cancellationToken));
        }
        else if (!MyInvocation.ExpectingInput)
        {
            RunOpen(GivenConnection, (open, report, cancellationToken) => ReadingOf(open, report).RunAsync(cancellationToken));
        }
    }

    private ConfigRuleReading ReadingOf(AwsConnection open, IReport report) => new(open.Account, open.ConfigRules(), IncludeVerdict, report);
}
