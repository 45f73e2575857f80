using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>A role that a server outside of AWS assumes with its certificate.</summary>
internal sealed class RolesAnywherePlan : AlternativePlan
{
    private const string AnchorArn = "<trust-anchor-arn>";

    /// <summary>Names of trust anchors and profiles have fewer characters than those of roles.</summary>
    private static readonly Regex Unnamed = new("[^A-Za-z0-9_-]", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly string[] Actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

    public override string Alternative => AlternativeKind.RolesAnywhere;

    public override string Home => "a server outside of AWS";

    public override string Reason(KeyFacts facts) => "The key is used by a program at constant addresses outside of AWS, where IAM Roles Anywhere gives a server credentials for its certificate.";

    public override string Move(KeyFacts facts) =>
        "The server gets a certificate and aws_signing_helper, and the profile of the application gets credential_process in place of the key; the application is restarted, and its code stays. A private certificate authority is needed, your own or AWS Private CA.";

    public override string TrustPolicy(KeyFacts facts) => TrustText.ForService(
        "rolesanywhere.amazonaws.com",
        Actions,
        TrustText.Conditions(TrustText.Condition("ArnEquals", ("aws:SourceArn", AnchorArn))));

    public override IReadOnlyList<string> Commands(KeyFacts facts)
    {
        string name = Unnamed.Replace(CommandText.RoleName(facts), "-");
        string arn = CommandText.Quote(CommandText.RoleArn(facts));
        return
        [
            "@{ sourceType = 'CERTIFICATE_BUNDLE'; sourceData = @{ x509CertificateData = Get-Content -Raw ca.pem } } | ConvertTo-Json | Set-Content trust-anchor.json",
            $"aws rolesanywhere create-trust-anchor --name {name} --enabled --source file://trust-anchor.json",
            .. CommandText.CreateRole(facts, TrustPolicy(facts)),
            $"aws rolesanywhere create-profile --name {name} --enabled --role-arns {arn}",
            $"aws_signing_helper credential-process --certificate server.pem --private-key server.key --trust-anchor-arn '{AnchorArn}' --profile-arn '<profile-arn>' --role-arn {arn}",
            CommandText.Disable(facts),
        ];
    }
}
