using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Guardrails.Policies;

namespace KeyRotation.Guardrails;

/// <summary>The service control policies of an organization. What is read is read once: the parent and the policies of a target, and the text of a policy.</summary>
internal sealed class OrganizationPolicies
{
    /// <summary>AWS allows five levels of units.</summary>
    private const int MostLevels = 16;

    /// <summary>AWS's own policy that allows everything. Its text is known, and is attached nearly everywhere.</summary>
    private const string FullAccessId = "p-FullAWSAccess";

    private readonly IOrganizationService organization;
    private readonly IReport report;
    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<AttachedPolicy>> attached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyContent> contents = new(StringComparer.Ordinal) { [FullAccessId] = PolicyContent.FullAccess };

    /// <param name="organization">The organization.</param>
    /// <param name="report">Receives the failure of a policy, once.</param>
    public OrganizationPolicies(IOrganizationService organization, IReport report)
    {
        this.organization = organization;
        this.report = report;
    }

    /// <summary>A target and what is above it, the root last.</summary>
    /// <exception cref="ServiceException">The target is not there, or a call failed.</exception>
    public async Task<IReadOnlyList<string>> LevelsAsync(string targetId, string rootId, CancellationToken cancellationToken)
    {
        var levels = new List<string> { targetId };
        while (levels[levels.Count - 1] != rootId)
        {
            string child = levels[levels.Count - 1];
            if (!parents.TryGetValue(child, out string? parent))
            {
                parents[child] = parent = await organization.GetParentIdAsync(child, cancellationToken).ConfigureAwait(false);
            }

            levels.Add(levels.Count < MostLevels ? parent : throw new ServiceException(
                ServiceErrorKind.MalformedAnswer, "organizations", "ListParents", code: null, $"{targetId} is more than {MostLevels} levels below the root."));
        }

        return levels;
    }

    /// <summary>The policies that are attached to a target itself.</summary>
    /// <exception cref="ServiceException">The target is not there, or the call failed.</exception>
    public async Task<IReadOnlyList<AttachedPolicy>> AttachedToAsync(string targetId, CancellationToken cancellationToken)
    {
        if (!attached.TryGetValue(targetId, out IReadOnlyList<AttachedPolicy>? policies))
        {
            attached[targetId] = policies = await organization.ListServiceControlPoliciesAsync(targetId, cancellationToken).ConfigureAwait(false);
        }

        return policies;
    }

    /// <summary>What a policy says; a text that cannot be read or understood is a content that says so.</summary>
    public async Task<PolicyContent> ContentOfAsync(AttachedPolicy policy, CancellationToken cancellationToken)
    {
        if (!contents.TryGetValue(policy.Id, out PolicyContent? content))
        {
            contents[policy.Id] = content = await ReadAsync(policy, cancellationToken).ConfigureAwait(false);
        }

        return content;
    }

    private async Task<PolicyContent> ReadAsync(AttachedPolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            return new PolicyContent(PolicyReader.Read(await organization.GetPolicyTextAsync(policy.Id, cancellationToken).ConfigureAwait(false)), Problem: null);
        }
        catch (ServiceException problem)
        {
            report.Failure(GuardrailFailures.PolicyNotRead(policy, problem));
            return new PolicyContent([], $"was not read ({Failures.Cause(problem).TrimEnd('.')})");
        }
        catch (InvalidDataException problem)
        {
            return new PolicyContent([], $"cannot be understood: {problem.Message.TrimEnd('.')}");
        }
    }
}

/// <summary>What a policy says.</summary>
/// <param name="Statements">Its statements.</param>
/// <param name="Problem">Why they are not known, to come behind the policy's name; null where they are.</param>
internal sealed record PolicyContent(IReadOnlyList<PolicyStatement> Statements, string? Problem)
{
    public static PolicyContent FullAccess { get; } = new([new PolicyStatement { IsDeny = false, Actions = ["*"], Resources = ["*"] }], Problem: null);

    /// <summary>Whether it allows the creation of access keys to anyone, or may.</summary>
    public bool MayAllow => Problem is not null || Statements.Any(statement => !statement.IsDeny && statement.IsForCreation);
}
