using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>Groups, as far as their members are asked for.</summary>
internal sealed class IamGroups
{
    private readonly IamStore store;

    public IamGroups(IamStore store) => this.store = store;

    public IEnumerable<QueryOperation> Operations() =>
    [
        new("GetGroup", Get) { Resource = context => "group " + context.Parameters.Required("GroupName") },
    ];

    private IEnumerable<XElement> Get(QueryContext context)
    {
        var name = context.Parameters.Required("GroupName");
        var (after, most) = context.ReadPage();
        var members = store.MembersOf(name).Where(user => after is null || string.CompareOrdinal(user.UserName, after) > 0).Take(most + 1).ToList();
        return context.Page("Users", members, user => user.UserName, user => context.Element("member", IamUsers.Members(context, user)))
            .Prepend(context.Element(
                "Group",
                context.Element("Path", "/"),
                context.Element("GroupName", name),
                context.Element("GroupId", "AGPA" + name.ToUpperInvariant().PadRight(17, 'A')[..17]),
                context.Element("Arn", store.GroupArn(name)),
                context.Element("CreateDate", store.CreateDate)));
    }
}
