using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>Commands that several plans have, as PowerShell takes them. Placeholders are quoted: an angle bracket redirects.</summary>
internal static class CommandText
{
    public const string PolicyFile = "trust-policy.json";

    private const int LongestRoleName = 64;

    private static readonly Regex Plain = new(@"^[A-Za-z0-9][\w.:/=-]*$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public static string Quote(string text) => Plain.IsMatch(text) ? text : $"'{text.Replace("'", "''")}'";

    /// <summary>A role can have any name that a user can have, and names of the two do not collide.</summary>
    public static string RoleName(KeyFacts facts) =>
        facts.UserName.Length + "-role".Length <= LongestRoleName ? facts.UserName + "-role" : facts.UserName;

    public static string RoleArn(KeyFacts facts) => facts.Arn("role/" + RoleName(facts));

    public static string UserName(KeyFacts facts) => Quote(facts.UserName);

    public static string WriteFile(string file, string content) => $"Set-Content -Path {file} -Value {Quote(content)}";

    /// <summary>Creates the role, and shows what the user may do, so that the role gets it.</summary>
    public static IEnumerable<string> CreateRole(KeyFacts facts, string trustPolicy)
    {
        string role = Quote(RoleName(facts));
        string user = UserName(facts);
        yield return WriteFile(PolicyFile, trustPolicy);
        yield return $"aws iam create-role --role-name {role} --assume-role-policy-document file://{PolicyFile}";
        yield return $"aws iam list-attached-user-policies --user-name {user}";
        yield return $"aws iam list-user-policies --user-name {user}";
        yield return $"aws iam list-groups-for-user --user-name {user}";
        yield return $"aws iam attach-role-policy --role-name {role} --policy-arn '<policy-arn>'";
    }

    /// <summary>Takes the key out of use when nothing signs with it any more; that it is quiet is checked there.</summary>
    public static string Disable(KeyFacts facts) => $"Disable-OldAccessKey -UserName {UserName(facts)} -AccessKeyId {Quote(facts.Key.AccessKeyId ?? "<access-key-id>")}";

    public static string Remove(KeyFacts facts) => $"Remove-RetiredAccessKey -UserName {UserName(facts)} -AccessKeyId {Quote(facts.Key.AccessKeyId ?? "<access-key-id>")}";
}
