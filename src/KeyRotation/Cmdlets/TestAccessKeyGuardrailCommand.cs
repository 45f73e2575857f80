using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Guardrails;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Says whether service control policies deny the creation of access keys in an account, a unit or the organization.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AccessKeyGuardrail", HelpUri = HelpPages.Folder + "Test-AccessKeyGuardrail.md", DefaultParameterSetName = TargetSet)]
[OutputType(typeof(KeyGuardrail))]
public sealed class TestAccessKeyGuardrailCommand : AwsCmdlet
{
    private const string TargetSet = "Target";
    private const string AccountSet = "Account";

    /// <summary>More calls at once to IAM gain nothing: AWS asks for fewer.</summary>
    private const int CallsAtOnce = 8;

    private readonly List<string> targets = [];
    private readonly GivenAccounts accounts = new();

    /// <summary>The ids of accounts, units or the root. Default: the root, for the whole organization.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TargetSet)]
    [Alias("Id", "AccountId")]
    [ValidateForm(ValidateFormAttribute.OrganizationTarget, "is not the id of an account (twelve digits), a unit (ou-…) or a root (r-…). Put an account in quotes, so that leading zeros stay.")]
    public string[] TargetId { get; set; } = [];

    /// <summary>The accounts to look at, from Get-KeyRotationAccount.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = AccountSet)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>
    /// Also names the users that could create a key for themselves, of accounts from Get-KeyRotationAccount and of the account of the connection: the users
    /// are listed, and their tags read at one call each where the policies ask for tags.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeUsers { get; set; }

    /// <summary>How many accounts are looked at side by side with -IncludeUsers, where there are many. Default: 16.</summary>
    [Parameter(ParameterSetName = AccountSet)]
    [ValidateRange(1, 256)]
    public int AccountThrottleLimit { get; set; } = 16;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        targets.AddRange(TargetId.Where(id => !targets.Contains(id)));
        accounts.Add(Account);
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (ParameterSetName == TargetSet && (targets.Count > 0 || !MyInvocation.ExpectingInput))
        {
            RunOpen(GivenConnection, (open, report, cancellationToken) => JudgeTargetsAsync(open, report, cancellationToken));
        }
        else if (accounts.Count > 0)
        {
            RequireOwnConnections(accounts);
            JudgeAccounts(accounts.Connections(Region, EndpointUrl));
        }
    }

    private static Task<IReadOnlyList<GuardrailFinding>> JudgeAsync(AwsConnection open, IReadOnlyCollection<GuardrailTarget> wanted, IReport report, CancellationToken cancellationToken) =>
        new GuardrailCheck(open.Organization(), report).RunAsync(open.Account.Caller, wanted, cancellationToken);

    private async Task JudgeTargetsAsync(AwsConnection open, PipelineReport report, CancellationToken cancellationToken)
    {
        AccountSession own = open.Account.Limited(CallsAtOnce);
        foreach (GuardrailFinding finding in await JudgeAsync(open, targets.ConvertAll(id => new GuardrailTarget(id, Name: null)), report, cancellationToken).ConfigureAwait(false))
        {
            await report.ResultAsync(IncludeUsers ? await finding.WithUsersAsync(own, cancellationToken).ConfigureAwait(false) : finding.Guardrail).ConfigureAwait(false);
        }
    }

    private void JudgeAccounts(IReadOnlyList<ConnectionOptions> connections) => Run(async (report, cancellationToken) =>
    {
        var door = new AccountDoor(TimeProvider.System, report, cancellationToken);
        var toRead = new List<(ConnectionOptions Connection, GuardrailFinding Finding)>();
        await CredentialRound.RunAsync(
            connections.GroupBy(connection => connection.Source).ToList(),
            of => of.Key,
            async of => toRead.AddRange(await JudgeOfAsync(door, of, report, cancellationToken).ConfigureAwait(false)),
            report).ConfigureAwait(false);
        await new AccountRound(new AccountRoundOptions("Reading users", AccountThrottleLimit), report).RunAsync(
            toRead, item => item.Connection.Account!, (item, own, token) => AddUsersAsync(door, item.Connection, item.Finding, own, token), cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Judges the accounts that some credentials lead to.</summary>
    /// <returns>The accounts whose users have to be read.</returns>
    private async Task<IReadOnlyList<(ConnectionOptions Connection, GuardrailFinding Finding)>> JudgeOfAsync(
        AccountDoor door, IGrouping<ConnectionOptions, ConnectionOptions> of, PipelineReport report, CancellationToken cancellationToken)
    {
        var toRead = new List<(ConnectionOptions Connection, GuardrailFinding Finding)>();
        using AwsConnection open = await door.OpenAsync(of.Key.At(Region, EndpointUrl), report, cancellationToken).ConfigureAwait(false);
        Dictionary<string, ConnectionOptions> ways = of.ToDictionary(connection => connection.Account!.AccountId, StringComparer.Ordinal);
        List<GuardrailTarget> wanted = of.Select(connection => new GuardrailTarget(connection.Account!.AccountId, connection.Account.Name)).ToList();
        foreach (GuardrailFinding finding in await JudgeAsync(open, wanted, report, cancellationToken).ConfigureAwait(false))
        {
            if (IncludeUsers && finding.WithoutReading is null)
            {
                toRead.Add((ways[finding.Guardrail.TargetId], finding));
            }
            else
            {
                await report.ResultAsync(IncludeUsers ? finding.WithoutReading! : finding.Guardrail).ConfigureAwait(false);
            }
        }

        return toRead;
    }

    /// <summary>What is known without the users comes out where they cannot be read.</summary>
    private static async Task AddUsersAsync(AccountDoor door, ConnectionOptions connection, GuardrailFinding finding, IReport report, CancellationToken cancellationToken)
    {
        KeyGuardrail result = finding.Guardrail;
        try
        {
            using AwsConnection open = await door.OpenAsync(connection, report, cancellationToken).ConfigureAwait(false);
            result = await finding.WithUsersAsync(open.Account.Limited(CallsAtOnce), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await report.ResultAsync(result).ConfigureAwait(false);
        }
    }
}
