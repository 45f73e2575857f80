using System.Collections.Generic;
using System.Xml.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The operations on the tags of users.</summary>
internal sealed class IamTags
{
    private readonly IamStore store;

    public IamTags(IamStore store) => this.store = store;

    public static XElement Member(QueryContext context, KeyValuePair<string, string> tag) =>
        context.Element("member", context.Element("Key", tag.Key), context.Element("Value", tag.Value));

    public IEnumerable<QueryOperation> Operations() =>
    [
        new("ListUserTags", List) { Resource = IamRequest.UserResource },
        new("TagUser", Tag) { Resource = IamRequest.UserResource, Changes = true },
        new("UntagUser", Untag) { Resource = IamRequest.UserResource, Changes = true },
    ];

    private IEnumerable<XElement> List(QueryContext context)
    {
        var tags = store.Tags(context.RequiredUserName());
        return context.Page("Tags", tags, tag => tag.Key, tag => Member(context, tag));
    }

    private IEnumerable<XElement>? Tag(QueryContext context)
    {
        var user = context.RequiredUserName();
        if (!context.Parameters.Has("Tags"))
        {
            throw AwsErrors.MustBeSet("tags");
        }

        store.SetTags(user, context.Parameters.Tags());
        return null;
    }

    private IEnumerable<XElement>? Untag(QueryContext context)
    {
        var user = context.RequiredUserName();
        var keys = context.Parameters.RequiredList("TagKeys");
        IamRules.TagKeys(keys);
        store.RemoveTags(user, keys);
        return null;
    }
}
