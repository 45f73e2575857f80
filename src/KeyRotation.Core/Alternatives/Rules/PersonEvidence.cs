using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Signs that a user is a person: a console password, an e-mail address or a person's name.</summary>
internal static class PersonEvidence
{
    private static readonly Regex MailAddress = TextPattern.Of(@"^[^@\s]+@[^@\s]+\.[a-z]{2,}$");
    private static readonly Regex FirstAndLast = TextPattern.Of(@"^[a-z]{2,}\.[a-z]{2,}$");
    private static readonly Regex Machine = TextPattern.Of(
        @"(^|[.\-_])(svc|srv|service|app|application|api|bot|ci|cd|build|deploy|deployer|deployment|dev|test|stage|staging|prod|production|backup|batch|cron|data|db|etl|ftp|job|jobs|lambda|log|logs|mail|monitor|monitoring|report|reports|s3|ses|smtp|system|tool|upload|uploader|web|worker|admin|user|aws|iam)([.\-_]|$)");

    /// <summary>E.g. <c>a console password that is in use</c>; null where the report shows none.</summary>
    public static string? Password(KeyFacts facts) => facts.Password is not { IsEnabled: true } password ? null
        : password.LastUsed is null ? "a console password of the user"
        : "a console password of the user that is in use";

    /// <summary>E.g. <c>alice.miller as a person's name</c>; null where the name is not like one.</summary>
    public static string? Name(KeyFacts facts)
    {
        string name = facts.UserName;
        return MailAddress.IsMatch(name) ? $"the mail address {name} as the user's name"
            : FirstAndLast.IsMatch(name) && !Machine.IsMatch(name) ? $"{name}, like a person's name, as the user's name"
            : null;
    }
}
