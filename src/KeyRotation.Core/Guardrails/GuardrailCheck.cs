using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Guardrails.Policies;

namespace KeyRotation.Guardrails;

/// <summary>
/// Finds out whether service control policies deny the creation of access keys. A deny holds wherever it is attached at or above a target, and so does a
/// level where no policy allows the action (AWS Organizations User Guide, "SCP evaluation").
/// </summary>
public sealed class GuardrailCheck
{
    private const string LinkedRoles = "service-linked roles";

    private readonly IOrganizationService service;
    private readonly IReport report;
    private readonly OrganizationPolicies policies;
    private Organization? organization;
    private OrganizationalUnit? root;

    /// <summary>Prepares a check.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="report">Receives the failures of single targets and policies, and progress.</param>
    public GuardrailCheck(IOrganizationService organization, IReport report)
    {
        service = organization ?? throw new ArgumentNullException(nameof(organization));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        policies = new OrganizationPolicies(organization, report);
    }

    /// <summary>Judges targets. The failure of one is reported and does not end the others.</summary>
    /// <param name="signer">Who signs.</param>
    /// <param name="targets">Accounts, units or the root, with their names where they are known; none for the root.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">The signer may not read the organization, or its account is in none.</exception>
    /// <exception cref="ServiceException">AWS does not answer.</exception>
    public async Task<IReadOnlyList<GuardrailFinding>> RunAsync(CallerIdentity signer, IReadOnlyCollection<GuardrailTarget> targets, CancellationToken cancellationToken)
    {
        if (signer is null || targets is null)
        {
            throw new ArgumentNullException(signer is null ? nameof(signer) : nameof(targets));
        }

        await ReadOrganizationAsync(signer, cancellationToken).ConfigureAwait(false);
        var found = new List<GuardrailFinding>();
        int total = Math.Max(targets.Count, 1);
        foreach ((string id, string? name) in targets.Count > 0 ? targets : [new GuardrailTarget(root!.Id, Name: null)])
        {
            report.Progress(new WorkProgress("Looking at service control policies", id, found.Count, total));
            try
            {
                found.Add(await JudgeAsync(id, name, signer, cancellationToken).ConfigureAwait(false));
            }
            catch (ServiceException problem)
            {
                report.Failure(problem.Kind is ServiceErrorKind.NotFound or ServiceErrorKind.InvalidInput
                    ? GuardrailFailures.TargetNotFound(id, organization!.Id, problem)
                    : GuardrailFailures.TargetNotRead(id, problem));
            }
        }

        return found;
    }

    private async Task ReadOrganizationAsync(CallerIdentity signer, CancellationToken cancellationToken)
    {
        try
        {
            organization = await service.DescribeAsync(cancellationToken).ConfigureAwait(false);
            root = (await service.ListRootsAsync(cancellationToken).ConfigureAwait(false)).Single();
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NoOrganization)
        {
            throw GuardrailFailures.NoOrganization(signer, problem);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.AccessDenied)
        {
            throw GuardrailFailures.NotRead(signer, organization?.ManagementAccountId, problem);
        }
    }

    private async Task<GuardrailFinding> JudgeAsync(string id, string? name, CallerIdentity signer, CancellationToken cancellationToken)
    {
        string management = organization!.ManagementAccountId;
        var draft = new GuardrailDraft(id, name, IsAccount(id) ? id : management);
        if (id == management)
        {
            return draft.Without($"{id} is the management account of the organization, in which no service control policy holds.");
        }

        draft.OutOfReach = IsAccount(id) ? [LinkedRoles] : [$"the management account {management}", LinkedRoles];
        if (root!.ServiceControlPolicies != OrganizationalUnit.Enabled)
        {
            return draft.Without($"Service control policies are not enabled in organization {organization.Id}{(root.ServiceControlPolicies is null ? string.Empty : $" ({root.ServiceControlPolicies})")}: "
                + $"what is attached is not in force. An administrator enables them with: aws organizations enable-policy-type --root-id {root.Id} --policy-type SERVICE_CONTROL_POLICY");
        }

        string usersArn = $"arn:{signer.Arn.Split(':')[1]}:iam::{(IsAccount(id) ? id : "*")}:user/";
        foreach (string level in await policies.LevelsAsync(id, root.Id, cancellationToken).ConfigureAwait(false))
        {
            await ReadLevelAsync(draft, level, usersArn, cancellationToken).ConfigureAwait(false);
        }

        return draft.Complete();
    }

    private async Task ReadLevelAsync(GuardrailDraft draft, string level, string usersArn, CancellationToken cancellationToken)
    {
        IReadOnlyList<AttachedPolicy> attached = await policies.AttachedToAsync(level, cancellationToken).ConfigureAwait(false);
        bool isAllowed = false;
        foreach (AttachedPolicy policy in attached)
        {
            PolicyContent content = await policies.ContentOfAsync(policy, cancellationToken).ConfigureAwait(false);
            isAllowed |= content.MayAllow;
            draft.Add(policy, level, content.Problem, content.Statements.Select(statement => DenyReading.Of(statement, usersArn)).ToList());
        }

        if (!isAllowed)
        {
            draft.AddNothingAllows(level, attached.Count);
        }
    }

    private static bool IsAccount(string id) => id.Length > 0 && char.IsDigit(id[0]);
}

/// <summary>What is judged.</summary>
/// <param name="Id">An account, a unit or the root.</param>
/// <param name="Name">Its name; null where it is not known.</param>
public sealed record GuardrailTarget(string Id, string? Name);
