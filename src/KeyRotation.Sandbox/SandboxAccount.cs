using System;
using KeyRotation.Sandbox.ConfigRules;
using KeyRotation.Sandbox.Findings;
using KeyRotation.Sandbox.Hub;
using KeyRotation.Sandbox.Iam;
using KeyRotation.Sandbox.Mails;
using KeyRotation.Sandbox.Parameters;
using KeyRotation.Sandbox.Queues;
using KeyRotation.Sandbox.Secrets;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;
using KeyRotation.Sandbox.Sts;
using KeyRotation.Sandbox.Topics;
using KeyRotation.Sandbox.Trail;
using KeyRotation.Sandbox.Workflows;

namespace KeyRotation.Sandbox;

/// <summary>
/// The account behind the sandbox: the true state, which tests read and set up without permissions, pages or propagation.
/// Each service has a store of its own, and works in it as this does. Everything it returns is a snapshot. Safe for many threads.
/// </summary>
public sealed partial class SandboxAccount
{
    private readonly AccountIdentity identity;
    private readonly IdentifierSource identifiers;
    private readonly SandboxClock clock;

    internal SandboxAccount(SandboxClock clock, SandboxOptions options, string accountId, IdentifierSource identifiers)
    {
        identity = new AccountIdentity(options.Partition, accountId);
        this.identifiers = identifiers;
        this.clock = clock;
        Iam = new IamStore(identity, clock, identifiers, options.Iam);
        Trail = new TrailStore(identity, clock, options.Trail);
        Sts = new StsStore(identity, clock, identifiers);
        SecretStores = new(identity, region => new SecretStore(identity.ArnPrefix("secretsmanager", region), clock, identifiers));
        QueueStores = new(identity, region => new QueueStore(identity, region, clock, identifiers));
        MailStores = new(identity, region => new MailStore(region, identifiers));
        TopicStores = new(identity, region => new TopicStore(
            identity.ArnPrefix("sns", region), clock, identifiers, (queue, body) => QueueStores.In(region, store => store.Send(queue, body))));
        TaskStores = new(identity, _ => new TaskStore(clock, identifiers));
        FindingStores = new(identity, region => new FindingStore(identity, region, clock, identifiers));
        HubStores = new(identity, _ => new HubStore());
        ConfigStores = new(identity, region => new ConfigStore(identity, region, clock, identifiers, options.Iam.ReportLifetime, ReportForConfig));
        ParameterStores = new(identity, region => new ParameterStore(identity.ArnPrefix("ssm", region), clock, identifiers));
    }

    /// <summary>The twelve digits of the account.</summary>
    public string AccountId => identity.AccountId;

    /// <summary>The partition, as in the second place of an ARN.</summary>
    public string Partition => identity.Partition;

    /// <summary>The region that IAM is signed for in the partition, e.g. us-east-1: a session that names no other is there.</summary>
    public string Region => identity.SigningRegion;

    internal IamStore Iam { get; }

    internal StsStore Sts { get; }

    internal TrailStore Trail { get; }

    internal RegionalStores<SecretStore> SecretStores { get; }

    internal RegionalStores<ParameterStore> ParameterStores { get; }

    internal RegionalStores<QueueStore> QueueStores { get; }

    internal RegionalStores<TaskStore> TaskStores { get; }

    /// <summary>Creates a role that AssumeRole and AssumeRoleWithWebIdentity can assume.</summary>
    /// <param name="name">Its name; unique without regard to case.</param>
    /// <param name="allowedActions">What it may call, as for <see cref="AllowActions"/>; but none given: everything.</param>
    /// <returns>The role's ARN.</returns>
    /// <exception cref="AwsErrorException">EntityAlreadyExists or ValidationError (the name).</exception>
    /// <exception cref="ArgumentException">A pattern names no service.</exception>
    public string AddRole(string name, params string[] allowedActions) => AddRole(name, SandboxRoleTrust.Anyone, allowedActions);

    /// <summary>Creates a role that those whom it trusts can assume.</summary>
    /// <param name="name">Its name; unique without regard to case.</param>
    /// <param name="trust">Who may assume it, and for how long.</param>
    /// <param name="allowedActions">What it may call, as for <see cref="AllowActions"/>; but none given: everything.</param>
    /// <returns>The role's ARN.</returns>
    /// <exception cref="AwsErrorException">EntityAlreadyExists or ValidationError (the name).</exception>
    /// <exception cref="ArgumentException">A pattern names no service.</exception>
    public string AddRole(string name, SandboxRoleTrust trust, params string[] allowedActions)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(allowedActions);
        return Sts.AddRole(name, allowedActions.Length == 0 ? null : ActionPattern.Copy(allowedActions), trust);
    }

    /// <summary>Removes a role; nothing happens when it is not there.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    public void RemoveRole(string name) => Sts.RemoveRole(name);
}
