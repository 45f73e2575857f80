using System.Collections.Generic;
using System.Linq;
using KeyRotation.Tests.Schedules.Model;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>5. After a crash at any point the next run finds what was left and finishes or undoes it.</summary>
internal static class NothingIsLeft
{
    public static IReadOnlyList<string> Objections(History history) =>
    [
        .. from user in history.Users()
           where user.Tags.ContainsKey("keyrotation:pending") && !OpenFindings.IsForAPerson(user)
           select $"NothingIsLeft: {user.UserName} still has the tag keyrotation:pending",
        .. from key in history.Keys
           where !key.IsDeleted && !key.HasHolder && !key.IsLostByOthers && !key.IsQuarantined && !key.IsBroughtBackByOthers
           where !history.Users().Any(user => user.UserName == key.UserName && OpenFindings.IsForAPerson(user))
           select $"NothingIsLeft: {key} is left, and nobody has its secret",
    ];
}
