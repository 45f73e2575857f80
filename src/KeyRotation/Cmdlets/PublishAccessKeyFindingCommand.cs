using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Accounts;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Export;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Imports the results of Test-AccessKeyCompliance into AWS Security Hub, as findings; those of exempt users are suppressed.</para>
/// </summary>
[Cmdlet(VerbsData.Publish, "AccessKeyFinding", HelpUri = HelpPages.Folder + "Publish-AccessKeyFinding.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FindingImport))]
public sealed class PublishAccessKeyFindingCommand : AwsCmdlet
{
    /// <summary>How many accounts are worked on side by side: Security Hub is asked once for 100 findings.</summary>
    private const int AccountsAtOnce = 16;

    private readonly FindingSet findings = new();

    /// <summary>What Test-AccessKeyCompliance gives, in any order; lists are unrolled.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord() => Add(InputObject);

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        IReadOnlyList<AccountFindings> accounts = findings.ByAccount();
        List<AccountFindings> entered = accounts.Where(item => item.Account is not null).ToList();
        List<AccountFindings> own = accounts.Where(item => item.Account is null).ToList();
        if (entered.Count > 0)
        {
            var given = new GivenAccounts();
            given.Add(entered.Select(item => item.Account!));
            RequireOwnConnections(given);
            RunAccounts(
                entered.Zip(given.Connections(Region, EndpointUrl), (item, connection) => (Item: item, Connection: connection)).ToList(),
                pair => pair.Connection,
                new AccountRoundOptions("Importing findings", AccountsAtOnce),
                (pair, open, _, report, cancellationToken) => new FindingPublishing(open.Account, open.FindingImport(), report).RunAsync(pair.Item, cancellationToken));
        }

        if (own.Count > 0)
        {
            RunOpen(GivenConnection, (open, report, cancellationToken) => new FindingPublishing(open.Account, open.FindingImport(), report).RunAsync(own, cancellationToken));
        }
    }

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
            try
            {
                findings.Add(value);
            }
            catch (KeyRotationException failure)
            {
                ThrowTerminatingError(ErrorRecords.Of(failure));
            }
        }
    }
}
