using System;
using System.Collections.Generic;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>AWS Security Token Service.</summary>
internal sealed class StsService
{
    private const string AssumeRoleAction = "sts:AssumeRole";

    private readonly SandboxAccount account;

    private StsService(SandboxAccount account) => this.account = account;

    public static QueryService Create(SandboxAccount account) =>
        new("sts", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", new StsService(account).Operations());

    private IEnumerable<ServiceOperation> Operations() =>
    [
        // Needs no permission, even under an explicit deny: the natural proof that a key works.
        new("GetCallerIdentity", GetCallerIdentity) { Resource = null },
        new("AssumeRole", AssumeRole) { Resource = context => context.Parameters.Required("RoleArn") },
        new("AssumeRoleWithWebIdentity", AssumeRoleWithWebIdentity) { Resource = null, IsUnsigned = true },
    ];

    private IEnumerable<XElement> GetCallerIdentity(OperationContext context) =>
    [
        context.Element("Arn", context.Signer.Arn),
        context.Element("UserId", context.Signer.UserId),
        context.Element("Account", account.AccountId),
    ];

    private IEnumerable<XElement> AssumeRole(OperationContext context)
    {
        var session = Assume(context) ?? throw AwsErrors.AccessDenied(context.Signer.Arn, AssumeRoleAction, context.Parameters.Required("RoleArn"));
        return [Credentials(context, session), AssumedRoleUser(context, session)];
    }

    private IEnumerable<XElement> AssumeRoleWithWebIdentity(OperationContext context)
    {
        var token = context.Parameters.Required("WebIdentityToken");
        Rules.Length("webIdentityToken", token, 1, 20000);
        var session = Assume(context)
            ?? throw new AwsErrorException("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        return
        [
            Credentials(context, session),
            context.Element("SubjectFromWebIdentityToken", "sandbox-subject"),
            AssumedRoleUser(context, session),
            context.Element("Provider", "sandbox"),
            context.Element("Audience", "sts.amazonaws.com"),
        ];
    }

    private SessionRecord? Assume(OperationContext context)
    {
        var role = context.Parameters.Required("RoleArn");
        var sessionName = context.Parameters.Required("RoleSessionName");
        Rules.Length("roleArn", role, 20, 2048);
        Rules.SessionName(sessionName);
        var seconds = context.Parameters.OptionalNumber("DurationSeconds", 900, 43200) ?? 3600;
        return account.AssumeRole(role, sessionName, TimeSpan.FromSeconds(seconds));
    }

    private static XElement Credentials(OperationContext context, SessionRecord session) => context.Element(
        "Credentials",
        context.Element("AccessKeyId", session.AccessKeyId),
        context.Element("SecretAccessKey", session.SecretAccessKey),
        context.Element("SessionToken", session.SessionToken),
        context.Element("Expiration", session.Expiration));

    private static XElement AssumedRoleUser(OperationContext context, SessionRecord session) => context.Element(
        "AssumedRoleUser", context.Element("AssumedRoleId", session.AssumedRoleId), context.Element("Arn", session.Arn));
}
