using System;
using System.Text.RegularExpressions;

namespace KeyRotation;

/// <content>What refused, failed and unanswered calls mean.</content>
internal static partial class Failures
{
    /// <summary>AWS's own words: "The tag policy does not allow the specified value for the following tag key: 'x'."</summary>
    private static readonly Regex TagPolicy = Form(@"\btag policy\b(?:.*tag key:? *'(?<tag>[^']+)')?");

    /// <summary>AWS's own words: "… with an explicit deny in a service control policy".</summary>
    private static readonly Regex ExplicitDeny = Form(@"\bexplicit deny\b");

    /// <summary>
    /// AWS's own words: "User: arn:aws:iam::111122223333:user/x is not authorized … with an explicit deny in a service control policy:
    /// arn:aws:organizations::999988887777:policy/o-exampleorg/service_control_policy/p-examplepol". The ARN is there within one organization.
    /// </summary>
    private static readonly Regex ControlPolicy = Form(@"\bexplicit deny in a service control policy(?:: *(?<arn>arn:[\w-]+:organizations::(?<management>\d{12}):policy/[\w-]+/service_control_policy/(?<id>p-\w+)))?");

    private static readonly Regex SignersAccount = Form(@"\bUser: arn:[\w-]+:(?:iam|sts)::(?<account>\d{12}):");

    /// <summary>AWS's own words, where a user acts on itself: "User: arn:aws:iam::111122223333:user/x is not authorized to perform: … on resource: user x …".</summary>
    private static readonly Regex OwnKeys = Form(@":user/(?:[^ ]*/)?(?<user>[\w+=,.@-]+) is not authorized to perform: iam:(?:Create|Update|Delete)AccessKey on resource: (?:user |[^ ]*:user/(?:[^ ]*/)?)\k<user>(?: |$)");

    private static readonly Regex EncodedMessage = Form(@"\bencoded authorization (?:failure )?message: ?(?<text>[\w-]{20,})");

    /// <summary>What a refused, failed or unanswered call means to the user.</summary>
    public static KeyRotationException Service(ServiceException problem, KeyReference? target)
    {
        string on = target is null ? string.Empty : " for " + target;
        string text = Sentence(problem.Message);
        (string id, FailureCategory category, string next) = problem.Kind switch
        {
            _ when TagPolicy.Match(text) is { Success: true } refused => ("TagPolicyViolation", FailureCategory.PermissionDenied,
                $"That is a tag policy of AWS Organizations: change it so that it allows the tag{Quoted(refused.Groups["tag"].Value)}, or does not enforce it for this kind of resource. Then run again."),
            ServiceErrorKind.AccessDenied => ("AccessDenied", FailureCategory.PermissionDenied, NextOfDenial(problem)),
            ServiceErrorKind.NotFound when target?.AccessKeyId is null => ("UserNotFound", FailureCategory.ObjectNotFound,
                "Check the name and the account."),
            ServiceErrorKind.NotFound => ("KeyNotFound", FailureCategory.ObjectNotFound,
                "The key or its user is gone, or the key belongs to another user. List the user's keys and run again."),
            ServiceErrorKind.QuotaReached => ("QuotaReached", FailureCategory.LimitsExceeded,
                "This quota cannot be raised: make room first."),
            ServiceErrorKind.Throttled => ("Throttled", FailureCategory.LimitsExceeded,
                "AWS asks for fewer calls. Run again later, or with a lower -ThrottleLimit."),
            ServiceErrorKind.InvalidInput => ("InvalidInput", FailureCategory.InvalidArgument,
                "Correct what was given."),
            ServiceErrorKind.Conflict => ("Conflict", FailureCategory.ResourceBusy,
                "Another program changes the same user. Run again."),
            ServiceErrorKind.AlreadyExists => ("AlreadyExists", FailureCategory.ResourceBusy,
                "Another program made it meanwhile. Run again."),
            _ when problem.Code is "ExpiredToken" or "ExpiredTokenException" => ("CredentialsRefused", FailureCategory.AuthenticationError,
                "The session that the calls are signed with has ended. Sign in again (a new -TokenCode, aws sso login, or new temporary credentials), then run again: the journal says how far each user is."),
            ServiceErrorKind.InvalidKey or ServiceErrorKind.InvalidSignature => ("CredentialsRefused", FailureCategory.AuthenticationError,
                "AWS does not accept the credentials: they are wrong, inactive or expired. Check -ProfileName, -AccessKey or the environment."),
            ServiceErrorKind.NoAnswer => ("NoAnswer", FailureCategory.ConnectionError,
                "Check the network, the endpoint and the proxy, then run again."),
            ServiceErrorKind.MalformedAnswer => ("MalformedAnswer", FailureCategory.ConnectionError,
                "Something between here and AWS changes or cuts answers: check the endpoint and the proxy, then run again."),
            ServiceErrorKind.ServiceFailure => ("ServiceFailure", FailureCategory.ConnectionError,
                "The service failed. Run again later."),
            _ => ("ServiceError", FailureCategory.NotSpecified, "Run again, or ask AWS Support with the request id."),
        };
        string code = problem.Code is null ? string.Empty : $" ({problem.Code})";
        string request = problem.RequestId is null ? string.Empty : $" Request id {problem.RequestId}.";
        return new KeyRotationException(id, category, target, $"{problem.Action} failed{on}{code}: {text} {next}{request}", problem);
    }

    /// <summary>What helps against a denial: an allow does nothing against an explicit deny.</summary>
    public static string NextOfDenial(ServiceException problem)
    {
        string next = ControlPolicy.Match(problem.Message) is { Success: true } policy ? NextOfControlPolicy(problem, policy)
            : !ExplicitDeny.IsMatch(problem.Message) ? $"Allow {problem.Action} to the identity that signs, then run again."
            : OwnKeys.Match(problem.Message) is { Success: true } own
            ? $"A policy denies {problem.Action} to user {own.Groups["user"].Value} on its own keys, as AWSCompromisedKeyQuarantine does, which AWS attaches to a user whose key has leaked. Another identity, of an administrator, has to do it: "
                + $"give its -ProfileName, and name the user with -UserName {own.Groups["user"].Value} instead of -Self. Detach that policy only after the key is replaced and the old one is disabled."
            : $"A policy denies {problem.Action}, and no other can allow it: lift that deny; or, where it is for calls without MFA, sign in with MFA (-SerialNumber … -TokenCode …). Then run again.";
        return EncodedMessage.Match(problem.Message) is { Success: true } encoded
            ? $"{next} To read why: aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message {encoded.Groups["text"].Value}"
            : next;
    }

    private static string NextOfControlPolicy(ServiceException problem, Match policy)
    {
        string name = policy.Groups["arn"].Success ? $"The service control policy {policy.Groups["id"].Value} ({policy.Groups["arn"].Value})" : "A service control policy of the organization";
        string management = policy.Groups["management"].Success ? " " + policy.Groups["management"].Value : string.Empty;
        string look = problem.Action == "iam:CreateAccessKey"
            ? $"Whom it leaves out is shown by Test-AccessKeyGuardrail{Before(SignersAccount.Match(problem.Message).Groups["account"].Value)}, signed in to the management account{management}."
            : $"Its text is shown by aws organizations describe-policy --policy-id {(policy.Groups["id"].Success ? policy.Groups["id"].Value : "<policy-id>")}, signed in to the management account{management}.";
        return $"{name} denies {problem.Action}, and no policy of the account can allow it. {look} "
            + "Ask the administrators of the organization for the tag or the role that it leaves out, or to lift that deny; or, where it is for calls without MFA, sign in with MFA (-SerialNumber … -TokenCode …). Then run again.";
    }

    private static string Before(string account) => account.Length == 0 ? string.Empty : " " + account;

    private static string Quoted(string tag) => tag.Length == 0 ? string.Empty : " " + tag;

    private static Regex Form(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
