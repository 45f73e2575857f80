using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Iam;

internal sealed partial class IamStore
{
    /// <summary>The user of this name, without regard to case; null when there is none.</summary>
    public SandboxUser? FindUser(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return Locked(() => users.TryGetValue(userName, out var user) ? user.Snapshot() : null);
    }

    /// <summary>Gives a user a console password.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void SetPassword(string userName, DateTimeOffset? lastChanged = null, DateTimeOffset? lastUsed = null, bool mfaActive = false)
    {
        lock (gate)
        {
            var user = ExistingUser(userName);
            user.PasswordEnabled = true;
            user.PasswordLastChanged = SandboxClock.WholeSeconds(lastChanged ?? clock.UtcNow);
            user.PasswordLastUsed = lastUsed is { } used ? SandboxClock.WholeSeconds(used) : null;
            user.MfaActive = mfaActive;
        }
    }

    /// <summary>Deletes a user.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity, or DeleteConflict: it still has keys or a password.</exception>
    public void DeleteUser(string userName)
    {
        lock (gate)
        {
            var user = ExistingUser(userName);
            if (user.Keys.Any())
            {
                throw IamErrors.DeleteConflict("access keys");
            }

            if (user.PasswordEnabled)
            {
                throw IamErrors.DeleteConflict("login profile");
            }

            users.Remove(user.UserName);
        }
    }

    /// <summary>Creates a user.</summary>
    /// <exception cref="AwsErrorException">EntityAlreadyExists, LimitExceeded (5,000 users) or ValidationError (the name).</exception>
    public SandboxUser CreateUser(string userName, string path, DateTimeOffset? createDate)
    {
        IamRules.NewUserName(userName);
        lock (gate)
        {
            if (users.ContainsKey(userName))
            {
                throw IamErrors.UserExists(userName);
            }

            if (users.Count >= MostUsers)
            {
                throw IamErrors.QuotaExceeded("UsersPerAccount", MostUsers);
            }

            var user = new UserRecord
            {
                UserName = userName,
                UserId = identifiers.Unique("AIDA", 17),
                Path = path,
                Arn = identity.ArnOf("iam", "user" + path + userName),
                CreateDate = SandboxClock.WholeSeconds(createDate ?? clock.UtcNow),
            };
            users.Add(userName, user);
            return user.Snapshot();
        }
    }

    /// <summary>At most so many users under a path, in the order of their names, from the first after the given name on.</summary>
    public IReadOnlyList<SandboxUser> UsersAfter(string? userName, string pathPrefix, int most) => Locked(() => users.Values
        .Where(user => (userName is null || users.Comparer.Compare(user.UserName, userName) > 0) && user.Path.StartsWith(pathPrefix, StringComparison.Ordinal))
        .Take(most)
        .Select(user => user.Snapshot())
        .ToArray());

    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public SandboxUser RequireUser(string userName) => FindUser(userName) ?? throw IamErrors.UserNotFound(userName);

    /// <summary>Says what a user may call from now on.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void AllowActions(string userName, IReadOnlyList<string>? allowed)
    {
        lock (gate)
        {
            ExistingUser(userName).AllowedActions = allowed;
        }
    }

    private UserRecord ExistingUser(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return users.TryGetValue(userName, out var user) ? user : throw IamErrors.UserNotFound(userName);
    }
}
