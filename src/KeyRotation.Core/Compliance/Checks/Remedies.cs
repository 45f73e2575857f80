using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Compliance.Checks;

/// <summary>Command lines that mend a failure. What has no command is a comment.</summary>
internal static class Remedies
{
    public const string DeleteRootKey = "# Sign in to the console as the root user and delete the access key under Security credentials: no other user can.";

    public static string Rotate(CheckedUser user, CheckedKey key) => $"New-RotatedAccessKey {Named(user, key)} -Destination SecretsManager";

    /// <param name="user">The user.</param>
    /// <param name="key">The key that is to go.</param>
    /// <param name="unusedDays">
    /// For how long the key has to be quiet: the guard of Disable-OldAccessKey holds it against what AWS says then. A saved report
    /// has no ids, and without one Disable-OldAccessKey takes superseded keys alone: there the account is asked for the keys.
    /// </param>
    public static string Disable(CheckedUser user, CheckedKey key, int unusedDays) => key.AccessKeyId is not null
        ? string.Format(CultureInfo.InvariantCulture, "Disable-OldAccessKey {0} -UnusedFor {1}", Named(user, key), unusedDays)
        : string.Format(
            CultureInfo.InvariantCulture,
            "Get-StaleAccessKey -UserName {0} -UnusedDays {1}{2} | Disable-OldAccessKey -UnusedFor {3}",
            Quoted(user.Row.UserName),
            Math.Max(1, unusedDays),
            unusedDays > 0 ? string.Empty : " | Where-Object { $_.LastUsed.Kind -eq 'NeverUsed' }",
            unusedDays);

    /// <summary>Makes room for a new key where an inactive one is in the way: starts its quarantine, and deletes it when that is over.</summary>
    public static string Remove(CheckedUser user, CheckedKey key) => key.AccessKeyId is not null
        ? $"Remove-RetiredAccessKey {Named(user, key)}"
        : $"Get-StaleAccessKey -UserName {Quoted(user.Row.UserName)} -Days 1 -IncludeInactive | Where-Object Status -eq Inactive | Remove-RetiredAccessKey";

    /// <summary>
    /// Leaves a user with one active key: the one that has been quiet for longer is proposed, where that is known.
    /// Disable-OldAccessKey refuses it where it is in use.
    /// </summary>
    public static IEnumerable<string> LeaveOne(CheckedUser user)
    {
        yield return Look(user);
        CheckedKey quietest = user.ActiveKeys.OrderBy(key => key.QuietSince ?? DateTimeOffset.MaxValue).First();
        if (quietest.AccessKeyId is not null && quietest.QuietSince is not null)
        {
            yield return Disable(user, quietest, unusedDays: 1);
        }
    }

    public static string Tag(CheckedUser user, IEnumerable<string> names) =>
        $"aws iam tag-user --user-name {Quoted(user.Row.UserName)} --tags {string.Join(" ", names.Select(name => $"'Key={name},Value=<{name}>'"))}";

    public static string Look(CheckedUser user) => $"Get-AccessKeyRotation -UserName {Quoted(user.Row.UserName)}";

    public static string DeletePassword(CheckedUser user) => $"aws iam delete-login-profile --user-name {Quoted(user.Row.UserName)}";

    private static string Named(CheckedUser user, CheckedKey key) => key.AccessKeyId is null
        ? $"-UserName {Quoted(user.Row.UserName)}"
        : $"-UserName {Quoted(user.Row.UserName)} -AccessKeyId {key.AccessKeyId}";

    /// <summary>Names of users may hold <c>,</c>, <c>=</c>, <c>+</c> and <c>@</c>, which mean something in a shell.</summary>
    private static string Quoted(string name) =>
        name.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '.') && !name.StartsWith("-", StringComparison.Ordinal)
            ? name
            : "'" + name.Replace("'", "''") + "'";
}
