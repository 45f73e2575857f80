using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>The role of what runs on a service of AWS: the SDKs find its credentials by themselves.</summary>
internal sealed class ServiceRolePlan(AwsHome home) : AlternativePlan
{
    public override string Alternative => home.Alternative;

    public override string Home => home.Name;

    public override string Reason(KeyFacts facts) => $"The key is used on {home.Name}, which gives {home.What} the credentials of a role, so that no key is needed.";

    public override string Move(KeyFacts facts) =>
        $"Every SDK of AWS finds the credentials of the role where no key is set: the code stays. {home.Change}";

    public override string TrustPolicy(KeyFacts facts) => TrustText.ForService(PrincipalIn(facts.Partition));

    public override IReadOnlyList<string> Commands(KeyFacts facts)
    {
        string arn = CommandText.Quote(CommandText.RoleArn(facts));
        return
        [
            .. CommandText.CreateRole(facts, TrustPolicy(facts)),
            .. home == AwsHome.Instance ? InstanceCommands(facts) : home.Attach.Select(command => string.Format(CultureInfo.InvariantCulture, command, arn)),
            CommandText.Disable(facts),
        ];
    }

    /// <summary>In China, EC2 assumes roles under the name of its partition; the others under the name that they have everywhere.</summary>
    private string PrincipalIn(string partition) => home == AwsHome.Instance && partition == "aws-cn" ? home.Principal + ".cn" : home.Principal;

    /// <summary>Where addresses were seen, they lead to the instances.</summary>
    private static IEnumerable<string> InstanceCommands(KeyFacts facts)
    {
        string role = CommandText.Quote(CommandText.RoleName(facts));
        yield return $"aws iam create-instance-profile --instance-profile-name {role}";
        yield return $"aws iam add-role-to-instance-profile --instance-profile-name {role} --role-name {role}";
        foreach ((string filter, AddressOrigin origin) in new[] { ("addresses.private-ip-address", AddressOrigin.Private), ("association.public-ip", AddressOrigin.Amazon) })
        {
            List<string> addresses = (facts.Signers ?? []).Where(signer => signer.Origin == origin && !signer.Address.EndsWith(".com", StringComparison.OrdinalIgnoreCase)).Select(signer => signer.Address).Distinct(StringComparer.Ordinal).ToList();
            if (addresses.Count > 0)
            {
                yield return $"aws ec2 describe-network-interfaces --filters 'Name={filter},Values={string.Join(",", addresses)}' --query 'NetworkInterfaces[].Attachment.InstanceId'";
            }
        }

        yield return $"aws ec2 associate-iam-instance-profile --instance-id '<instance-id>' --iam-instance-profile Name={role}";
    }
}
