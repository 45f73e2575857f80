using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Sts;

/// <summary>The roles that can be assumed, and the sessions of those that were. Safe for many threads.</summary>
internal sealed class StsStore
{
    private static readonly TimeSpan LongestChained = TimeSpan.FromHours(1);

    private readonly object gate = new();
    private readonly AccountIdentity identity;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;
    private readonly Dictionary<string, RoleRecord> roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
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
    public string AddRole(string name, IReadOnlyList<string>? allowed, SandboxRoleTrust? trust = null)
    {
        StsRules.NewRoleName(name);
        lock (gate)
        {
            var role = new RoleRecord(name, identifiers.Unique("AROA", 17), identity.ArnOf("iam", "role/" + name), allowed) { Trust = trust ?? SandboxRoleTrust.Anyone };
            return roles.TryAdd(name, role) ? role.Arn : throw StsErrors.RoleExists(name);
        }
    }

    /// <summary>Removes a role; its sessions go on, as on AWS.</summary>
    public void RemoveRole(string name)
    {
        lock (gate)
        {
            roles.Remove(name);
        }
    }

    /// <summary>Temporary credentials for the role of this ARN; null when there is no such role, or it does not trust the caller.</summary>
    /// <exception cref="AwsErrorException">ValidationError: the session would be too long.</exception>
    public SessionRecord? AssumeRole(RoleRequest request)
    {
        lock (gate)
        {
            var name = request.RoleArn[(request.RoleArn.LastIndexOf('/') + 1)..];
            if (!roles.TryGetValue(name, out var role) || !string.Equals(role.Arn, request.RoleArn, StringComparison.Ordinal) || !Trusts(role.Trust, request))
            {
                return null;
            }

            RequireShort(role.Trust, request);
            var arn = identity.ArnOf("sts", "assumed-role/" + role.RoleName + "/" + request.SessionName);
            return Begin(new Signer(
                identifiers.AccessKeyId("ASIA"), identifiers.Secret(), "FwoGZXIvYXdzE" + identifiers.Opaque(), arn, role.RoleId + ":" + request.SessionName, UserName: null,
                role.AllowedActions), request.Duration);
        }
    }

    /// <summary>Temporary credentials of a user.</summary>
    public SessionRecord CreateSession(Signer user, TimeSpan duration)
    {
        lock (gate)
        {
            return Begin(user with { AccessKeyId = identifiers.AccessKeyId("ASIA"), Secret = identifiers.Secret(), SessionToken = "FwoGZXIvYXdzE" + identifiers.Opaque() }, duration);
        }
    }

    /// <summary>Takes an MFA code: six digits that this device did not show before.</summary>
    /// <exception cref="AwsErrorException">AccessDenied: it is no such code.</exception>
    public void TakeCode(string serialNumber, string tokenCode)
    {
        lock (gate)
        {
            if (tokenCode.Length != 6 || !tokenCode.All(char.IsAsciiDigit) || !codes.Add(serialNumber + " " + tokenCode))
            {
                throw StsErrors.WrongCode();
            }
        }
    }

    /// <summary>The session that signs with this key; null: it is no session's.</summary>
    /// <exception cref="AwsErrorException">ExpiredToken.</exception>
    public Signer? FindSigner(string accessKeyId)
    {
        lock (gate)
        {
            return !sessions.TryGetValue(accessKeyId, out var session) ? null
                : session.Expiration > clock.UtcNow ? session.Signer
                : throw AwsErrors.ExpiredToken();
        }
    }

    private static bool Trusts(SandboxRoleTrust trust, RoleRequest request) =>
        (trust.AccountIds is null || (request.Caller is { } caller && trust.AccountIds.Contains(caller.AccountId, StringComparer.Ordinal)))
        && (trust.ExternalId is null || trust.ExternalId == request.ExternalId)
        && (!trust.RequiresMfa || request.HasMfa);

    private static void RequireShort(SandboxRoleTrust trust, RoleRequest request)
    {
        // Who signs with a token and is not a user signs as a role already.
        if (request.Caller is { SessionToken: not null, UserName: null } && request.Duration > LongestChained)
        {
            throw StsErrors.LongerThanChaining();
        }

        if (request.Duration > trust.LongestSession)
        {
            throw StsErrors.LongerThanRole();
        }
    }

    private SessionRecord Begin(Signer signer, TimeSpan duration)
    {
        var session = new SessionRecord(signer, SandboxClock.WholeSeconds(clock.UtcNow + duration));
        sessions.Add(signer.AccessKeyId, session);
        return session;
    }
}
