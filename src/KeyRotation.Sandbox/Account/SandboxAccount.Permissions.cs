using System;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>Says what a user may call from now on. A user that nothing was said about may call everything.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="patterns">
    /// Actions such as iam:List* or sts:AssumeRole, without regard to case; null: everything; none: nothing. GetCallerIdentity needs no permission.
    /// </param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    /// <exception cref="ArgumentException">A pattern names no service.</exception>
    public void AllowActions(string userName, params string[]? patterns)
    {
        var allowed = ActionPattern.Copy(patterns);
        lock (gate)
        {
            ExistingUser(userName).AllowedActions = allowed;
        }
    }

    /// <summary>Creates a role that AssumeRole and AssumeRoleWithWebIdentity can assume.</summary>
    /// <param name="name">Its name; unique without regard to case.</param>
    /// <param name="allowedActions">What it may call, as for <see cref="AllowActions"/>; but none given: everything.</param>
    /// <returns>The role's ARN.</returns>
    /// <exception cref="AwsErrorException">EntityAlreadyExists or ValidationError (the name).</exception>
    /// <exception cref="ArgumentException">A pattern names no service.</exception>
    public string AddRole(string name, params string[] allowedActions)
    {
        ArgumentNullException.ThrowIfNull(allowedActions);
        Services.Rules.NewRoleName(name);
        var allowed = allowedActions.Length == 0 ? null : ActionPattern.Copy(allowedActions);
        lock (gate)
        {
            var role = new RoleRecord(name, identifiers.RoleId(), ArnOf("iam", "role/" + name), allowed);
            return roles.TryAdd(name, role) ? role.Arn : throw AwsErrors.RoleExists(name);
        }
    }

    /// <summary>Temporary credentials for the role of this ARN; null when there is no such role.</summary>
    internal SessionRecord? AssumeRole(string roleArn, string sessionName, TimeSpan duration)
    {
        lock (gate)
        {
            var name = roleArn[(roleArn.LastIndexOf('/') + 1)..];
            if (!roles.TryGetValue(name, out var role) || !string.Equals(role.Arn, roleArn, StringComparison.Ordinal))
            {
                return null;
            }

            var session = new SessionRecord(
                role, identifiers.TemporaryKeyId(), identifiers.Secret(), identifiers.SessionToken(), WholeSeconds(clock.UtcNow + duration),
                role.RoleId + ":" + sessionName, ArnOf("sts", "assumed-role/" + role.RoleName + "/" + sessionName));
            sessions.Add(session.AccessKeyId, session);
            return session;
        }
    }
}
