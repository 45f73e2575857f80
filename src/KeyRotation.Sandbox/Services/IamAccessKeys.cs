using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>The operations on access keys.</summary>
internal sealed class IamAccessKeys
{
    private readonly SandboxAccount account;

    public IamAccessKeys(SandboxAccount account) => this.account = account;

    public IEnumerable<ServiceOperation> Operations() =>
    [
        new("ListAccessKeys", List),
        new("CreateAccessKey", Create) { Changes = true },
        new("UpdateAccessKey", Update) { Changes = true },
        new("DeleteAccessKey", Delete) { Changes = true },
        new("GetAccessKeyLastUsed", GetLastUsed) { Resource = OwnerOfKey },
    ];

    private IEnumerable<XElement> List(OperationContext context)
    {
        // By id, which is no order that a client could take for that of creation.
        var user = account.GetUser(context.UserNameOrSigner());
        var keys = user.Keys.OrderBy(key => key.AccessKeyId, StringComparer.OrdinalIgnoreCase);
        var page = context.Page("AccessKeyMetadata", keys, key => key.AccessKeyId, key => context.Element("member", Metadata(context, key)));
        return page.Prepend(context.Element("UserName", user.UserName));
    }

    private IEnumerable<XElement> Create(OperationContext context)
    {
        var key = account.AddAccessKey(context.UserNameOrSigner());
        return [context.Element("AccessKey", Metadata(context, key), context.Element("SecretAccessKey", key.SecretAccessKey))];
    }

    private IEnumerable<XElement>? Update(OperationContext context)
    {
        var id = context.RequiredAccessKeyId();
        var status = context.Parameters.Required("Status") switch
        {
            "Active" => SandboxKeyStatus.Active,
            "Inactive" => SandboxKeyStatus.Inactive,
            "Expired" => throw AwsErrors.InvalidInput("The status of an access key cannot be set to Expired."),
            var other => throw AwsErrors.MustSatisfy("status", other, "satisfy enum value set: [Active, Inactive, Expired]"),
        };
        account.UpdateAccessKey(context.UserNameOrSigner(), id, status);
        return null;
    }

    private IEnumerable<XElement>? Delete(OperationContext context)
    {
        var id = context.RequiredAccessKeyId();
        account.DeleteAccessKey(context.UserNameOrSigner(), id);
        return null;
    }

    private IEnumerable<XElement> GetLastUsed(OperationContext context)
    {
        // Nobody may ask about a key that is not there: AWS finds no user to permit it for.
        var id = context.RequiredAccessKeyId();
        var key = account.FindKey(id) ?? throw AwsErrors.AccessDenied(context.Signer.Arn, "iam:GetAccessKeyLastUsed", "access key " + id);
        var use = key.LastUsed;
        return
        [
            context.Element("UserName", key.UserName),
            context.Element(
                "AccessKeyLastUsed",
                use is null ? null : context.Element("LastUsedDate", use.At),
                context.Element("ServiceName", use?.Service ?? "N/A"),
                context.Element("Region", use?.Region ?? "N/A")),
        ];
    }

    private string OwnerOfKey(OperationContext context)
    {
        var id = context.RequiredAccessKeyId();
        return account.FindKey(id) is { } key ? "user " + key.UserName : "access key " + id;
    }

    private static IEnumerable<XElement> Metadata(OperationContext context, SandboxAccessKey key) =>
    [
        context.Element("UserName", key.UserName),
        context.Element("AccessKeyId", key.AccessKeyId),
        context.Element("Status", key.Status.ToString()),
        context.Element("CreateDate", key.CreateDate),
    ];
}
