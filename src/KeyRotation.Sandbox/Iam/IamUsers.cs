using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The operations on users.</summary>
internal sealed class IamUsers
{
    private readonly IamStore store;

    public IamUsers(IamStore store) => this.store = store;

    public IEnumerable<QueryOperation> Operations() =>
    [
        new("ListUsers", List) { Resource = _ => store.UsersArn },
        new("GetUser", Get) { Resource = IamRequest.UserResource },
        new("CreateUser", Create) { Resource = IamRequest.UserResource, Changes = true },
        new("DeleteUser", Delete) { Resource = IamRequest.UserResource, Changes = true },
    ];

    private IEnumerable<XElement> List(QueryContext context)
    {
        var prefix = context.Parameters.Optional("PathPrefix") ?? "/";
        var (after, most) = context.ReadPage();
        var users = store.UsersAfter(after, prefix, most + 1);
        return context.Page("Users", users, user => user.UserName, user => context.Element("member", Members(context, user)));
    }

    private IEnumerable<XElement> Get(QueryContext context)
    {
        var user = store.RequireUser(context.UserNameOrSigner());
        return [context.Element("User", Members(context, user), Tags(context, user))];
    }

    private IEnumerable<XElement> Create(QueryContext context)
    {
        var name = context.Parameters.Required("UserName");
        var path = context.Parameters.Optional("Path") ?? "/";
        var tags = context.Parameters.Tags();
        IamRules.NewUserName(name);
        IamRules.Path(path);
        IamRules.Tags(tags);
        store.CreateUser(name, path, createDate: null);
        store.SetTags(name, tags);
        var user = store.RequireUser(name);
        return [context.Element("User", Members(context, user), Tags(context, user))];
    }

    private IEnumerable<XElement>? Delete(QueryContext context)
    {
        store.DeleteUser(context.RequiredUserName());
        return null;
    }

    public static IEnumerable<XElement> Members(QueryContext context, SandboxUser user)
    {
        yield return context.Element("Path", user.Path);
        yield return context.Element("UserName", user.UserName);
        yield return context.Element("UserId", user.UserId);
        yield return context.Element("Arn", user.Arn);
        yield return context.Element("CreateDate", user.CreateDate);
        if (user.PasswordLastUsed is { } used)
        {
            yield return context.Element("PasswordLastUsed", used);
        }
    }

    // ListUsers leaves the tags out, as AWS does.
    private static XElement? Tags(QueryContext context, SandboxUser user) =>
        user.Tags.Count == 0 ? null : context.Element("Tags", user.Tags.Select(tag => IamTags.Member(context, tag)));
}
