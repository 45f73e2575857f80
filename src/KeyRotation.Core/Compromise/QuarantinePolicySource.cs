using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>
/// The users that AWS restricted because it found a key of theirs in public: it attaches a policy to the user, and does not say in it which key
/// that is.
/// </summary>
internal sealed class QuarantinePolicySource
{
    private const string Source = "QuarantinePolicy";

    private static readonly string[] Policies = ["AWSCompromisedKeyQuarantine", "AWSCompromisedKeyQuarantineV2", "AWSCompromisedKeyQuarantineV3"];

    private readonly AccountSession account;
    private readonly IKeyLookup lookup;
    private readonly IReport report;

    public QuarantinePolicySource(AccountSession account, IKeyLookup lookup, IReport report)
    {
        this.account = account;
        this.lookup = lookup;
        this.report = report;
    }

    public async Task<IReadOnlyList<KeySighting>> FindAsync(CancellationToken cancellationToken)
    {
        var sightings = new List<KeySighting>();
        foreach (string policy in Policies)
        {
            string arn = $"arn:{account.Caller.Arn.Split(':')[1]}:iam::aws:policy/{policy}";
            foreach (string userName in await UsersOfAsync(arn, cancellationToken).ConfigureAwait(false))
            {
                IReadOnlyList<ListedKey> keys = await account.Identity.ListAccessKeysAsync(userName, cancellationToken).ConfigureAwait(false);
                sightings.AddRange(keys.Select(key => new KeySighting(key.AccessKeyId, Evidence(arn, policy, userName)) { UserName = userName, AccountId = account.AccountId }));
            }
        }

        return sightings;
    }

    /// <summary>Partitions do not have each version of the policy.</summary>
    private async Task<IReadOnlyList<string>> UsersOfAsync(string policyArn, CancellationToken cancellationToken)
    {
        try
        {
            return await lookup.ListUsersOfPolicyAsync(policyArn, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            report.Verbose($"There is no policy {policyArn}.");
            return [];
        }
    }

    private static CompromiseEvidence Evidence(string arn, string policy, string userName) => new(Source, arn)
    {
        Type = policy,
        NamesKey = false,
        Description = $"AWS attached {policy} to user {userName}, because it found a key of the user in public. The policy does not name the key: it may be any key of the user.",
    };
}
