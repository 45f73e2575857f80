using System;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Compliance.Checks;

/// <summary>Command lines that mend a failure. What has no command is a comment.</summary>
internal static class Remedies
{
    public const string DeleteRootKey = "# Sign in to the console as the root user and delete the access key under Security credentials: nobody else can.";

    public static string Rotate(CheckedUser user, CheckedKey key) => $"New-RotatedAccessKey {Named(user, key)} -Destination SecretsManager";

    /// <param name="user">The user.</param>
    /// <param name="key">The key that is to go.</param>
    /// <param name="unusedDays">For how long the key has to be quiet: the guard of Disable-OldAccessKey holds it against what AWS says then.</param>
    public static string Disable(CheckedUser user, CheckedKey key, int unusedDays) =>
        string.Format(CultureInfo.InvariantCulture, "Disable-OldAccessKey {0} -UnusedFor {1}", Named(user, key), unusedDays);

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
