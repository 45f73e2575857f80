using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Organizations;

/// <summary>The service control policies of the organization, and what they are attached to. Safe for many threads.</summary>
internal sealed class ControlPolicyStore
{
    public const string Kind = "SERVICE_CONTROL_POLICY";
    public const string FullAccessId = "p-FullAWSAccess";

    private const int LongestContent = 5120;
    private const string FullAccessContent = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private readonly object gate = new();
    private readonly Func<string, string> arnOf;
    private readonly Func<string> newId;
    private readonly SortedDictionary<string, ControlPolicy> policies = new(StringComparer.Ordinal);
    private readonly HashSet<(string PolicyId, string TargetId)> attached = [];
    private readonly HashSet<string> withoutFullAccess = new(StringComparer.Ordinal);

    /// <param name="partition">The partition of the organization.</param>
    /// <param name="arnOf">The ARN of a policy of the organization.</param>
    /// <param name="newId">Makes an id.</param>
    public ControlPolicyStore(string partition, Func<string, string> arnOf, Func<string> newId)
    {
        this.arnOf = arnOf;
        this.newId = newId;
        policies.Add(FullAccessId, new ControlPolicy(FullAccessId, "FullAWSAccess", "arn:" + partition + ":organizations::aws:policy/service_control_policy/" + FullAccessId, FullAccessContent));
    }

    /// <summary>Whether they are in force.</summary>
    public bool AreEnabled { get; set; } = true;

    /// <exception cref="ArgumentException">It is no JSON object, or too long.</exception>
    public string Add(string name, string content)
    {
        if (content.Length > LongestContent)
        {
            throw new ArgumentException("You have exceeded the maximum policy size.", nameof(content));
        }

        lock (gate)
        {
            var id = newId();
            policies.Add(id, new ControlPolicy(id, name, arnOf(id), content));
            return id;
        }
    }

    public ControlPolicy? Find(string id)
    {
        lock (gate)
        {
            return policies.GetValueOrDefault(id);
        }
    }

    /// <summary>The policies that are attached to a target itself, sorted by id.</summary>
    public IReadOnlyList<ControlPolicy> AttachedTo(string targetId)
    {
        lock (gate)
        {
            return policies.Values.Where(policy => policy.Id == FullAccessId ? !withoutFullAccess.Contains(targetId) : attached.Contains((policy.Id, targetId))).ToArray();
        }
    }

    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public void Attach(string policyId, string targetId)
    {
        lock (gate)
        {
            if (!policies.ContainsKey(policyId))
            {
                throw new ArgumentException("There is no policy '" + policyId + "'.", nameof(policyId));
            }

            attached.Add((policyId, targetId));
            if (policyId == FullAccessId)
            {
                withoutFullAccess.Remove(targetId);
            }
        }
    }

    public void Detach(string policyId, string targetId)
    {
        lock (gate)
        {
            attached.Remove((policyId, targetId));
            if (policyId == FullAccessId)
            {
                withoutFullAccess.Add(targetId);
            }
        }
    }
}
