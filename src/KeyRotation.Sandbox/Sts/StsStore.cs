using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Sts;

/// <summary>The roles that can be assumed, and the sessions of those that were. Safe for many threads.</summary>
internal sealed class StsStore
{
    private readonly object gate = new();
    private readonly AccountIdentity identity;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;
    private readonly Dictionary<string, RoleRecord> roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SessionRecord> sessions = new(StringComparer.Ordinal);

    public StsStore(AccountIdentity identity, SandboxClock clock, IdentifierSource identifiers)
    {
        this.identity = identity;
        this.clock = clock;
        this.identifiers = identifiers;
    }

    public string AccountId => identity.AccountId;

    /// <summary>Creates a role and gives its ARN.</summary>
    /// <exception cref="AwsErrorException">EntityAlreadyExists or ValidationError (the name).</exception>
    public string AddRole(string name, IReadOnlyList<string>? allowed)
    {
        StsRules.NewRoleName(name);
        lock (gate)
        {
            var role = new RoleRecord(name, identifiers.Unique("AROA", 17), identity.ArnOf("iam", "role/" + name), allowed);
            return roles.TryAdd(name, role) ? role.Arn : throw StsErrors.RoleExists(name);
        }
    }

    /// <summary>Temporary credentials for the role of this ARN; null when there is no such role.</summary>
    public SessionRecord? AssumeRole(string roleArn, string sessionName, TimeSpan duration)
    {
        lock (gate)
        {
            var name = roleArn[(roleArn.LastIndexOf('/') + 1)..];
            if (!roles.TryGetValue(name, out var role) || !string.Equals(role.Arn, roleArn, StringComparison.Ordinal))
            {
                return null;
            }

            var session = new SessionRecord(
                role, identifiers.Unique("ASIA", 16), identifiers.Secret(), "FwoGZXIvYXdzE" + identifiers.Opaque(),
                SandboxClock.WholeSeconds(clock.UtcNow + duration), role.RoleId + ":" + sessionName,
                identity.ArnOf("sts", "assumed-role/" + role.RoleName + "/" + sessionName));
            sessions.Add(session.AccessKeyId, session);
            return session;
        }
    }

    /// <summary>The session that signs with this key; null: it is no session's.</summary>
    /// <exception cref="AwsErrorException">ExpiredToken.</exception>
    public Signer? FindSigner(string accessKeyId)
    {
        lock (gate)
        {
            return !sessions.TryGetValue(accessKeyId, out var session) ? null
                : session.Expiration > clock.UtcNow ? SignerOf(session)
                : throw AwsErrors.ExpiredToken();
        }
    }

    private static Signer SignerOf(SessionRecord session) => new(
        session.AccessKeyId, session.SecretAccessKey, session.SessionToken, session.Arn, session.AssumedRoleId, UserName: null,
        session.Role.AllowedActions);
}
