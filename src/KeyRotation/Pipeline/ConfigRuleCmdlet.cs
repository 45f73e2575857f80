using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Aws;

namespace KeyRotation.Commands.Pipeline;

/// <summary>What every cmdlet has that concerns the rules of AWS Config: they are those of the connection's account, or of each account of the pipeline.</summary>
public abstract class ConfigRuleCmdlet : AwsCmdlet
{
    private readonly GivenAccounts accounts = new();

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
        if (accounts.Count > 0)
        {
            RequireOwnConnections(accounts);
            RunAccounts(
                accounts.Connections(Region, EndpointUrl),
                connection => connection,
                new AccountRoundOptions(Activity, AccountThrottleLimit),
                (_, open, _, report, cancellationToken) => WorkAsync(open, report, cancellationToken));
        }
        else if (!MyInvocation.ExpectingInput)
        {
            RunOpen(GivenConnection, (open, report, cancellationToken) => WorkAsync(open, report, cancellationToken));
        }
    }

    /// <summary>What is being done, for the progress display of many accounts.</summary>
    private protected abstract string Activity { get; }

    /// <summary>The work on one account.</summary>
    private protected abstract Task WorkAsync(AwsConnection open, IReport report, CancellationToken cancellationToken);
}
