using System.Collections.Generic;

namespace KeyRotation.Accounts;

/// <summary>What goes wrong when an organization is listed.</summary>
internal static class OrganizationFailures
{
    public const string UnitNotFoundId = "OrganizationalUnitNotFound";

    private const string WithoutOrganization = "name the accounts with -AccountId, for which the organization is not asked";

    public static KeyRotationException NoOrganization(CallerIdentity signer, ServiceException problem) => new(
        "NoOrganization",
        FailureCategory.ObjectNotFound,
        target: null,
        $"Account {signer.AccountId}, as {signer.Arn}, is in no organization. Sign in to the management account of one, or {WithoutOrganization}.",
        problem);

    public static KeyRotationException OrganizationNotListed(CallerIdentity signer, string? managementAccountId, ServiceException problem) => new(
        "OrganizationNotListed",
        FailureCategory.PermissionDenied,
        target: null,
        $"{signer.Arn} may not list the organization ({problem.Action}: {Failures.Sentence(problem.Message)}) "
        + $"Its management account{(managementAccountId is null ? string.Empty : $", {managementAccountId},")} and delegated administrators may: sign in there, and allow {problem.Action} to the identity that signs; or {WithoutOrganization}.",
        problem);

    public static KeyRotationException UnitNotFound(string wanted, IReadOnlyCollection<string> there, ServiceException? problem) => new(
        UnitNotFoundId,
        FailureCategory.ObjectNotFound,
        target: null,
        $"The organization has no unit '{wanted}'. "
        + (there.Count == 0 ? string.Empty : $"Where the name ends to fit there are: {string.Join(", ", there)}. ")
        + "Give the unit's id, or its name from the root down, e.g. Workloads/Production.",
        problem);
}
