using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Services;

/// <summary>
/// What the sandbox does not have, and tools ask for before they delete a user: lists of a user that are always empty.
/// </summary>
internal sealed class IamEmptyLists
{
    private readonly SandboxAccount account;

    public IamEmptyLists(SandboxAccount account) => this.account = account;

    public IEnumerable<ServiceOperation> Operations() =>
        new (string Operation, string List)[]
        {
            ("ListGroupsForUser", "Groups"),
            ("ListAttachedUserPolicies", "AttachedPolicies"),
            ("ListUserPolicies", "PolicyNames"),
            ("ListMFADevices", "MFADevices"),
            ("ListSigningCertificates", "Certificates"),
            ("ListSSHPublicKeys", "SSHPublicKeys"),
            ("ListServiceSpecificCredentials", "ServiceSpecificCredentials"),
        }
        .Select(entry => new ServiceOperation(entry.Operation, context => OfUser(context, entry.List)))
        .Append(new ServiceOperation("ListVirtualMFADevices", context => Empty(context, "VirtualMFADevices")) { Resource = _ => "*" });

    private IEnumerable<XElement> OfUser(OperationContext context, string list)
    {
        account.GetUser(context.UserNameOrSigner());
        return Empty(context, list);
    }

    private static IEnumerable<XElement> Empty(OperationContext context, string list) =>
        context.Page<string>(list, [], name => name, name => context.Element("member", name));
}
