using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The operations on access keys.</summary>
internal sealed class IamAccessKeys
{
    private readonly IamStore store;

    public IamAccessKeys(IamStore store) => this.store = store;

    public IEnumerable<QueryOperation> Operations() =>
    [
        new("ListAccessKeys", List) { Resource = IamRequest.UserResource },
        new("CreateAccessKey", Create) { Resource = IamRequest.UserResource, Changes = true },
        new("UpdateAccessKey", Update) { Resource = IamRequest.UserResource, Changes = true },
        new("DeleteAccessKey", Delete) { Resource = IamRequest.UserResource, Changes = true },
        new("GetAccessKeyLastUsed", GetLastUsed) { Resource = OwnerOfKey },
    ];

    private IEnumerable<XElement> List(QueryContext context)
    {
        // By id, which is no order that a client could take for that of creation.
        var user = store.RequireUser(context.UserNameOrSigner());
        var keys = user.Keys.OrderBy(key => key.AccessKeyId, StringComparer.OrdinalIgnoreCase);
        var page = context.Page("AccessKeyMetadata", keys, key => key.AccessKeyId, key => context.Element("member", Metadata(context, key)));
        return page.Prepend(context.Element("UserName", user.UserName));
    }

    private IEnumerable<XElement> Create(QueryContext context)
    {
        var key = store.AddAccessKey(context.UserNameOrSigner());
        return [context.Element("AccessKey", Metadata(context, key), context.Element("SecretAccessKey", key.SecretAccessKey))];
    }

    private IEnumerable<XElement>? Update(QueryContext context)
    {
        var id = context.RequiredAccessKeyId();
        var status = context.Parameters.Required("Status") switch
        {
            "Active" => SandboxKeyStatus.Active,
            "Inactive" => SandboxKeyStatus.Inactive,
            "Expired" => throw IamErrors.InvalidInput("The status of an access key cannot be set to Expired."),
            var other => throw AwsErrors.MustSatisfy("status", other, "satisfy enum value set: [Active, Inactive, Expired]"),
        };
        store.UpdateAccessKey(context.UserNameOrSigner(), id, status);
        return null;
    }

    private IEnumerable<XElement>? Delete(QueryContext context)
    {
        var id = context.RequiredAccessKeyId();
        store.DeleteAccessKey(context.UserNameOrSigner(), id);
        return null;
    }

    private IEnumerable<XElement> GetLastUsed(QueryContext context)
    {
        // Nobody may ask about a key that is not there: AWS finds no user to permit it for.
        var id = context.RequiredAccessKeyId();
        var key = store.FindKey(id) ?? throw AwsErrors.AccessDenied(context.Signer.Arn, "iam:GetAccessKeyLastUsed", "access key " + id);
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

    private string OwnerOfKey(QueryContext context)
    {
        var id = context.RequiredAccessKeyId();
        return store.FindKey(id) is { } key ? "user " + key.UserName : "access key " + id;
    }

    private static IEnumerable<XElement> Metadata(QueryContext context, SandboxAccessKey key) =>
    [
        context.Element("UserName", key.UserName),
        context.Element("AccessKeyId", key.AccessKeyId),
        context.Element("Status", key.Status.ToString()),
        context.Element("CreateDate", key.CreateDate),
    ];
}
