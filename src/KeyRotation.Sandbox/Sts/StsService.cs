using System;
using System.Collections.Generic;
using System.Xml.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Query;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Sts;

/// <summary>AWS Security Token Service.</summary>
internal sealed class StsService
{
    private const string AssumeRoleAction = "sts:AssumeRole";

    private readonly StsStore store;
    private readonly Func<string, StsStore?> storeOf;
    private readonly Func<string, string?> accountOf;

    private StsService(StsStore store, Func<string, StsStore?> storeOf, Func<string, string?> accountOf)
    {
        this.store = store;
        this.storeOf = storeOf;
        this.accountOf = accountOf;
    }

    /// <param name="store">That of the account which is called.</param>
    /// <param name="storeOf">That of another account, where there is one: its roles may trust callers of this one.</param>
    /// <param name="accountOf">The account of a key; null where there is none.</param>
    public static QueryService Create(StsStore store, Func<string, StsStore?> storeOf, Func<string, string?> accountOf) =>
        new(
        new SigningScope("sts", SigningRegions.Any), "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", new StsService(store, storeOf, accountOf).Operations())
    {
        SecretParameters = ["WebIdentityToken", "SAMLAssertion", "TokenCode"],
    };

    private IEnumerable<QueryOperation> Operations() =>
    [
        // Needs no permission, even under an explicit deny: the natural proof that a key works.
        new("GetCallerIdentity", GetCallerIdentity) { Resource = null },
        new("GetAccessKeyInfo", GetAccessKeyInfo) { Resource = context => "access key " + context.Parameters.Required("AccessKeyId") },
        new("AssumeRole", AssumeRole) { Resource = context => context.Parameters.Required("RoleArn") },
        new("GetSessionToken", GetSessionToken) { Resource = null },
        new("AssumeRoleWithWebIdentity", AssumeRoleWithWebIdentity) { Resource = null, IsUnsigned = true },
    ];

    private IEnumerable<XElement> GetCallerIdentity(QueryContext context) =>
    [
        context.Element("Arn", context.Signer.Arn),
        context.Element("UserId", context.Signer.UserId),
        context.Element("Account", store.AccountId),
    ];

    private IEnumerable<XElement> GetAccessKeyInfo(QueryContext context)
    {
        var id = context.Parameters.Required("AccessKeyId");
        return [context.Element("Account", accountOf(id) ?? throw AwsErrors.Validation("The access key " + id + " is not valid."))];
    }

    private IEnumerable<XElement> AssumeRole(QueryContext context)
    {
        var session = Assume(context, context.Signer) ?? throw AwsErrors.AccessDenied(context.Signer.Arn, AssumeRoleAction, context.Parameters.Required("RoleArn"));
        return [Credentials(context, session), AssumedRoleUser(context, session)];
    }

    private IEnumerable<XElement> GetSessionToken(QueryContext context)
    {
        if (context.Signer is { SessionToken: not null } or { UserName: null })
        {
            throw StsErrors.SessionOfSession();
        }

        var seconds = context.Parameters.OptionalNumber("DurationSeconds", 900, 129600) ?? 43200;
        TakeCode(context);
        return [Credentials(context, store.CreateSession(context.Signer, TimeSpan.FromSeconds(seconds)))];
    }

    private IEnumerable<XElement> AssumeRoleWithWebIdentity(QueryContext context)
    {
        var token = context.Parameters.Required("WebIdentityToken");
        StsRules.WebIdentityToken(token);
        var session = Assume(context, caller: null)
            ?? throw StsErrors.WebIdentityNotAuthorized();
        return
        [
            Credentials(context, session),
            context.Element("SubjectFromWebIdentityToken", "sandbox-subject"),
            AssumedRoleUser(context, session),
            context.Element("Provider", "sandbox"),
            context.Element("Audience", "sts.amazonaws.com"),
        ];
    }

    private SessionRecord? Assume(QueryContext context, Signer? caller)
    {
        var role = context.Parameters.Required("RoleArn");
        var sessionName = context.Parameters.Required("RoleSessionName");
        StsRules.RoleArn(role);
        StsRules.SessionName(sessionName);
        var seconds = context.Parameters.OptionalNumber("DurationSeconds", 900, 43200) ?? 3600;
        var request = new RoleRequest(role, sessionName, TimeSpan.FromSeconds(seconds), context.Parameters.Optional("ExternalId"), caller) { HasMfa = TakeCode(context) };
        return (storeOf(request.AccountId) ?? store).AssumeRole(request);
    }

    /// <summary>Whether there is a code, and it is a good one. Devices are known in the account of the caller.</summary>
    private bool TakeCode(QueryContext context)
    {
        if (context.Parameters.Optional("SerialNumber") is not { } serialNumber || context.Parameters.Optional("TokenCode") is not { } tokenCode)
        {
            return false;
        }

        store.TakeCode(serialNumber, tokenCode);
        return true;
    }

    private static XElement Credentials(QueryContext context, SessionRecord session) => context.Element(
        "Credentials",
        context.Element("AccessKeyId", session.Signer.AccessKeyId),
        context.Element("SecretAccessKey", session.Signer.Secret),
        context.Element("SessionToken", session.Signer.SessionToken!),
        context.Element("Expiration", session.Expiration));

    private static XElement AssumedRoleUser(QueryContext context, SessionRecord session) => context.Element(
        "AssumedRoleUser", context.Element("AssumedRoleId", session.Signer.UserId), context.Element("Arn", session.Signer.Arn));
}
