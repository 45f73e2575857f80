using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>The key stays, within limits: from known addresses, with the least permissions, and rotated.</summary>
internal sealed class KeepPlan(string product, string why) : AlternativePlan
{
    private const string PolicyFile = "source-addresses.json";

    public override string Alternative => AlternativeKind.Keep;

    public override string Home => product;

    public override string Reason(KeyFacts facts) => $"The key is used by {product}, {why}.";

    public override string Move(KeyFacts facts) =>
        "The application stays as it is. A policy refuses calls from other addresses, the permissions are reduced to what is called, and this module rotates the key.";

    public override IReadOnlyList<string> Commands(KeyFacts facts) =>
    [
        CommandText.WriteFile(PolicyFile, AddressPolicy(facts)),
        $"aws iam put-user-policy --user-name {CommandText.UserName(facts)} --policy-name KnownAddresses --policy-document file://{PolicyFile}",
        $"New-RotatedAccessKey -UserName {CommandText.UserName(facts)} -Destination SecretsManager",
    ];

    /// <summary>A call that a service of AWS makes for the user comes from an address of that service: it is let through.</summary>
    private static string AddressPolicy(KeyFacts facts)
    {
        List<string> addresses = (facts.Signers ?? []).Where(signer => signer.Origin is AddressOrigin.Public or AddressOrigin.Amazon && !signer.Address.EndsWith(".com", StringComparison.OrdinalIgnoreCase)).Select(signer => signer.Address).Distinct(StringComparer.Ordinal).ToList();
        string list = string.Join(",", (addresses.Count == 0 ? ["<address>/32"] : addresses).Select(address => $"\"{address}\""));
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":[" + list + "]},\"Bool\":{\"aws:ViaAWSService\":\"false\"}}}]}";
    }
}
