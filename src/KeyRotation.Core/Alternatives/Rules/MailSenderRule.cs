using System;
using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>The SMTP interface of Amazon SES: its password is made from a secret access key, and it leaves no management events.</summary>
internal sealed class MailSenderRule : IKeyRule
{
    private static readonly Regex NameOfConsole = TextPattern.Of(@"^ses-smtp-user\b");

    private static readonly KeepPlan Plan = new("a program that sends mail by the SMTP interface of Amazon SES", "whose password is made from the secret of an access key");

    public Verdict? Judge(KeyFacts facts)
    {
        if (facts.HasSigners || !string.Equals(facts.LastUsed.Service, "ses", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return NameOfConsole.IsMatch(facts.UserName) ? new Verdict(Plan, AlternativeConfidence.Medium, $"ses as the service that was last called, and {facts.UserName}, as the SES console names its users")
            : new Verdict(Plan, facts.Signers is null ? AlternativeConfidence.Low : AlternativeConfidence.Medium, facts.Signers is null ? "ses as the service that was last called" : "ses as the service that was last called, without any event in CloudTrail");
    }
}
