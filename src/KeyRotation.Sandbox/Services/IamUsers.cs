using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>The operations on users.</summary>
internal sealed class IamUsers
{
    private readonly SandboxAccount account;

    public IamUsers(SandboxAccount account) => this.account = account;

    public IEnumerable<ServiceOperation> Operations() =>
    [
        new("ListUsers", List) { Resource = _ => "arn:" + account.Partition + ":iam::" + account.AccountId + ":user/" },
        new("GetUser", Get),
        new("CreateUser", Create) { Changes = true },
        new("DeleteUser", Delete) { Changes = true },
    ];

    private IEnumerable<XElement> List(OperationContext context)
    {
        var prefix = context.Parameters.Optional("PathPrefix") ?? "/";
        var (after, most) = context.ReadPage();
        var users = account.UsersAfter(after, prefix, most + 1);
        return context.Page("Users", users, user => user.UserName, user => context.Element("member", Members(context, user)));
    }

    private IEnumerable<XElement> Get(OperationContext context)
    {
        var user = account.GetUser(context.UserNameOrSigner());
        return [context.Element("User", Members(context, user), Tags(context, user))];
    }

    private IEnumerable<XElement> Create(OperationContext context)
    {
        var name = context.Parameters.Required("UserName");
        var path = context.Parameters.Optional("Path") ?? "/";
        var tags = context.Parameters.Tags();
        Rules.NewUserName(name);
        Rules.Path(path);
        Rules.Tags(tags);
        account.CreateUser(name, path, createDate: null);
        account.SetTags(name, tags);
        var user = account.GetUser(name);
        return [context.Element("User", Members(context, user), Tags(context, user))];
    }

    private IEnumerable<XElement>? Delete(OperationContext context)
    {
        account.DeleteUser(context.RequiredUserName());
        return null;
    }

    private static IEnumerable<XElement> Members(OperationContext context, SandboxUser user)
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
    private static XElement? Tags(OperationContext context, SandboxUser user) =>
        user.Tags.Count == 0 ? null : context.Element("Tags", user.Tags.Select(tag => IamTags.Member(context, tag)));
}
