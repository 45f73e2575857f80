using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>Creates a user.</summary>
    /// <param name="userName">Its name; unique without regard to case.</param>
    /// <param name="createDate">When it is said to have been created; null for now. Fractions of a second are cut off.</param>
    /// <returns>The user.</returns>
    /// <exception cref="AwsErrorException">EntityAlreadyExists, LimitExceeded (5,000 users) or ValidationError (the name).</exception>
    public SandboxUser CreateUser(string userName, DateTimeOffset? createDate = null) => CreateUser(userName, "/", createDate);

    /// <summary>The user of this name, without regard to case; null when there is none.</summary>
    /// <param name="userName">The name.</param>
    public SandboxUser? FindUser(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return Locked(() => users.TryGetValue(userName, out var user) ? user.Snapshot() : null);
    }

    /// <summary>Gives a user a console password.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="lastChanged">When it was set; null for now.</param>
    /// <param name="lastUsed">The last sign-in; null: never.</param>
    /// <param name="mfaActive">Whether multi-factor authentication is on.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void SetPassword(string userName, DateTimeOffset? lastChanged = null, DateTimeOffset? lastUsed = null, bool mfaActive = false)
    {
        lock (gate)
        {
            var user = ExistingUser(userName);
            user.PasswordEnabled = true;
            user.PasswordLastChanged = WholeSeconds(lastChanged ?? clock.UtcNow);
            user.PasswordLastUsed = lastUsed is { } used ? WholeSeconds(used) : null;
            user.MfaActive = mfaActive;
        }
    }

    /// <summary>Deletes a user.</summary>
    /// <param name="userName">The user.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity, or DeleteConflict: it still has keys or a password.</exception>
    public void DeleteUser(string userName)
    {
        lock (gate)
        {
            var user = ExistingUser(userName);
            if (user.Keys.Any())
            {
                throw AwsErrors.DeleteConflict("access keys");
            }

            if (user.PasswordEnabled)
            {
                throw AwsErrors.DeleteConflict("login profile");
            }

            users.Remove(user.UserName);
        }
    }

    internal SandboxUser CreateUser(string userName, string path, DateTimeOffset? createDate)
    {
        Services.Rules.NewUserName(userName);
        lock (gate)
        {
            if (users.ContainsKey(userName))
            {
                throw AwsErrors.UserExists(userName);
            }

            if (users.Count >= MostUsers)
            {
                throw AwsErrors.QuotaExceeded("UsersPerAccount", MostUsers);
            }

            var user = new UserRecord
            {
                UserName = userName,
                UserId = identifiers.UserId(),
                Path = path,
                Arn = ArnOf("iam", "user" + path + userName),
                CreateDate = WholeSeconds(createDate ?? clock.UtcNow),
            };
            users.Add(userName, user);
            return user.Snapshot();
        }
    }

    /// <summary>At most so many users under a path, in the order of their names, from the first after the given name on.</summary>
    internal IReadOnlyList<SandboxUser> UsersAfter(string? userName, string pathPrefix, int most) => Locked(() => users.Values
        .Where(user => (userName is null || users.Comparer.Compare(user.UserName, userName) > 0) && user.Path.StartsWith(pathPrefix, StringComparison.Ordinal))
        .Take(most)
        .Select(user => user.Snapshot())
        .ToArray());

    internal SandboxUser GetUser(string userName) => FindUser(userName) ?? throw AwsErrors.UserNotFound(userName);

    private UserRecord ExistingUser(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return users.TryGetValue(userName, out var user) ? user : throw AwsErrors.UserNotFound(userName);
    }
}
