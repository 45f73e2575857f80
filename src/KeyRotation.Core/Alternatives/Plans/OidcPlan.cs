using System;
using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>A role that a build service assumes with its token. Both what the token is for and who asks are compared: a role without the latter is everybody's.</summary>
internal sealed class OidcPlan(BuildService service) : AlternativePlan
{
    public override string Alternative => AlternativeKind.OidcFederation;

    public override string Home => service.Name;

    public override string Reason(KeyFacts facts) => $"The key is used by {service.Name}, whose jobs have tokens of OpenID Connect, with which they assume a role for the time of a job.";

    public override string Move(KeyFacts facts) => $"{service.Change} The stored key is removed from the settings; what the jobs do stays.";

    public override string TrustPolicy(KeyFacts facts)
    {
        string host = service.Url.Substring("https://".Length);
        string test = service.Subject.EndsWith("*", StringComparison.Ordinal) ? "StringLike" : "StringEquals";
        return TrustText.ForFederation(facts.Arn("oidc-provider/" + host), TrustText.Conditions(
            test == "StringEquals"
                ? [TrustText.Condition(test, (host + ":aud", Audience(facts)), (host + ":sub", service.Subject))]
                : [TrustText.Condition("StringEquals", (host + ":aud", Audience(facts))), TrustText.Condition(test, (host + ":sub", service.Subject))]));
    }

    public override IReadOnlyList<string> Commands(KeyFacts facts) =>
    [
        .. CreateProvider(Audience(facts)),
        .. CommandText.CreateRole(facts, TrustPolicy(facts)),
        CommandText.Disable(facts),
    ];

    /// <summary>Version 1 of the AWS CLI fetches the value of most parameters that begin with https: such an audience is in a file.</summary>
    private string[] CreateProvider(string audience) => audience.StartsWith("https:", StringComparison.Ordinal)
        ?
        [
            CommandText.WriteFile("provider.json", $"{{\"Url\":\"{service.Url}\",\"ClientIDList\":[\"{audience}\"]}}"),
            "aws iam create-open-id-connect-provider --cli-input-json file://provider.json",
        ]
        : [$"aws iam create-open-id-connect-provider --url {CommandText.Quote(service.Url)} --client-id-list {CommandText.Quote(audience)}"];

    /// <summary>In China, AWS STS has another name, and tokens are issued for that.</summary>
    private string Audience(KeyFacts facts) =>
        string.Equals(service.Audience, BuildService.StsAudience, StringComparison.Ordinal) && facts.Partition == "aws-cn" ? service.Audience + ".cn" : service.Audience;
}
