using System;
using System.Collections.Generic;
using System.Management.Automation;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Gives the accounts of an organization, or those that are named, and the role into each: for the cmdlets that take accounts.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "KeyRotationAccount", HelpUri = HelpPages.Folder + "Get-KeyRotationAccount.md", DefaultParameterSetName = OrganizationSet)]
[OutputType(typeof(Account))]
public sealed class GetKeyRotationAccountCommand : AwsCmdlet
{
    private const string OrganizationSet = "Organization";
    private const string AccountIdSet = "AccountId";
    private const string NoAccountId = "is not an account id: twelve digits. Put it in quotes, so that leading zeros stay.";
    private const double Seconds = 1;
    private const double ShortestSession = 15 * 60;
    private const double LongestSession = 12 * 60 * 60;

    private readonly HashSet<string> given = new(StringComparer.Ordinal);
    private string? partition;

    /// <summary>
    /// The organizational units whose accounts are given, with those of the units below them: ids, or names from the root down
    /// such as Workloads/Production; / for the root. Default: all accounts of the organization.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = OrganizationSet)]
    [ValidateNotNullOrEmpty]
    public string[] OrganizationalUnit { get; set; } = [];

    /// <summary>The accounts, without asking the organization.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountIdSet)]
    [Alias("Id")]
    [ValidateForm(ValidateFormAttribute.AccountId, NoAccountId)]
    public string[] AccountId { get; set; } = [];

    /// <summary>Accounts to leave out.</summary>
    [Parameter]
    [ValidateForm(ValidateFormAttribute.AccountId, NoAccountId)]
    public string[] ExcludeAccountId { get; set; } = [];

    /// <summary>The role to assume in each account, with its path where it has one. Default: OrganizationAccountAccessRole.</summary>
    [Parameter]
    [ValidateForm(ValidateFormAttribute.RoleName, "is not the name of a role: letters, digits and _+=,.@-, at most 64, behind a path where the role has one.")]
    public string RoleName { get; set; } = "OrganizationAccountAccessRole";

    /// <summary>The external id that the trust policies of the roles ask for.</summary>
    [Parameter]
    [ValidateForm(ValidateFormAttribute.ExternalId, "cannot be an external id: 2 to 1224 letters, digits and _+=,.@:/-.")]
    public string? ExternalId { get; set; }

    /// <summary>What CloudTrail shows as the caller's name in the accounts. Default: KeyRotation.</summary>
    [Parameter]
    [ValidateForm(ValidateFormAttribute.SessionName, "cannot be the name of a session: 2 to 64 letters, digits and _+=,.@-.")]
    public string SessionName { get; set; } = Account.DefaultSessionName;

    /// <summary>
    /// How long a session in an account lasts before it is renewed: a time span, or a number of seconds, from 15 minutes to 12 hours,
    /// as far as the role lets it. Default: 1 hour, which is the longest where the credentials are a role's themselves.
    /// </summary>
    [Parameter]
    [Duration(Seconds, Shortest = ShortestSession, Longest = LongestSession)]
    public TimeSpan SessionDuration { get; set; }

    /// <summary>Reads the tags of each account, at one call each.</summary>
    [Parameter(ParameterSetName = OrganizationSet)]
    public SwitchParameter IncludeTags { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing() => given.UnionWith(ExcludeAccountId);

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string accountId in AccountId)
        {
            if (given.Add(accountId))
            {
                WriteObject(Create(new ListedAccount(accountId, string.Empty), Partition(), unit: null, tags: null));
            }
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (ParameterSetName != OrganizationSet || MyInvocation.ExpectingInput)
        {
            return;
        }

        RunOpen(GivenConnection, (open, report, cancellationToken) =>
        {
            string of = open.Account.Caller.Arn.Split(':')[1];
            var options = new OrganizationOptions
            {
                Units = OrganizationalUnit,
                ExcludedAccountIds = ExcludeAccountId,
                IncludeTags = IncludeTags,
                Create = (listed, unit, tags) => Create(listed, of, unit, tags),
            };
            return new OrganizationAccounts(open.Organization(), options, report).RunAsync(open.Account.Caller, cancellationToken);
        });
    }

    private string Partition()
    {
        try
        {
            return partition ??= ConnectionChoices.PartitionOf(GivenConnection);
        }
        catch (KeyRotationException failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure));
            throw;
        }
    }

    private Account Create(ListedAccount listed, string accountPartition, string? unit, IReadOnlyDictionary<string, string>? tags) =>
        new(listed.AccountId, accountPartition, RoleName, GivenConnection)
        {
            Name = listed.Name.Length == 0 ? null : listed.Name,
            OrganizationalUnit = unit,
            ExternalId = ExternalId,
            SessionName = SessionName,
            SessionDuration = MyInvocation.BoundParameters.ContainsKey(nameof(SessionDuration)) ? SessionDuration : null,
            Tags = tags,
        };
}
