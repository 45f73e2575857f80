using System.Collections.Generic;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>The operations on the tags of users.</summary>
internal sealed class IamTags
{
    private readonly SandboxAccount account;

    public IamTags(SandboxAccount account) => this.account = account;

    public static XElement Member(OperationContext context, KeyValuePair<string, string> tag) =>
        context.Element("member", context.Element("Key", tag.Key), context.Element("Value", tag.Value));

    public IEnumerable<ServiceOperation> Operations() =>
    [
        new("ListUserTags", List),
        new("TagUser", Tag) { Changes = true },
        new("UntagUser", Untag) { Changes = true },
    ];

    private IEnumerable<XElement> List(OperationContext context)
    {
        var tags = account.Tags(context.RequiredUserName());
        return context.Page("Tags", tags, tag => tag.Key, tag => Member(context, tag));
    }

    private IEnumerable<XElement>? Tag(OperationContext context)
    {
        var user = context.RequiredUserName();
        if (!context.Parameters.Has("Tags"))
        {
            throw AwsErrors.MustBeSet("tags");
        }

        account.SetTags(user, context.Parameters.Tags());
        return null;
    }

    private IEnumerable<XElement>? Untag(OperationContext context)
    {
        var user = context.RequiredUserName();
        var keys = context.Parameters.RequiredList("TagKeys");
        Rules.TagKeys(keys);
        account.RemoveTags(user, keys);
        return null;
    }
}
