using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Notices;

/// <summary>The line of a key as an audit, a search or a step gives it.</summary>
internal static class KeyLines
{
    /// <summary>More evidence than this would hide what is to be done.</summary>
    private const int MostEvidence = 5;

    public static NoticeLine Of(AccessKey key) => key.Compromise is { Count: > 0 } evidence ? Compromised(key, evidence) : key.StageValue switch
    {
        KeyStage.Stale => Line(key, $"This key is stale: {Why(key)}.", when: null, Rotate(key)),
        KeyStage.Exempt => Line(key, $"This key is stale and exempt: {Why(key)}.", when: null, "Nothing while the exemption lasts."),
        KeyStage.Superseded => Line(key, Replaced(key) + " It is still active.", key.Since, LeaveBehind(key)),
        KeyStage.Quarantined => Line(key, "This key is disabled." + Because(key), key.Since, BringBack(key)),
        KeyStage.Retired => Line(key, "This key is deleted." + Because(key), key.SeenAt, toDo: null),
        KeyStage.Undelivered => Line(key, "A rotation that did not finish created this key.", key.Since, Finish(key)),
        _ => Line(key, key.StatusValue == AccessKeyStatus.Active ? "This key is active." : "This key is not active.", key.Since, toDo: null),
    };

    /// <summary>What is the same for every key.</summary>
    public static NoticeLine Line(AccessKey key, string what, DateTimeOffset? when, string? toDo, DueStep? due = null) => new()
    {
        AccountId = key.AccountId,
        AccountName = key.GetConnection()?.Account?.Name,
        UserName = key.UserName,
        AccessKeyId = key.AccessKeyId,
        What = ForeignText.Clean(what),
        When = when,
        ToDo = toDo,
        Due = due,
        Tags = key.Tags,
        Connection = key.GetConnection(),
    };

    public static string Rotate(AccessKey key) => key.UserName == KeyReference.RootUserName
        ? "Sign in as the root user and delete the key."
        : $"Find the applications that use the key, and let them read the new secret. To rotate: {Command("New-RotatedAccessKey", key)}";

    public static string Replaced(AccessKey key) => key.ReplacedBy is string by ? $"A new key, {by}, has replaced this key." : "This key is to be disabled.";

    public static string LeaveBehind(AccessKey key) => (key.ReplacedBy is string by ? $"See that every application uses {by}. " : string.Empty)
        + $"To disable this key: {Command("Disable-OldAccessKey", key)}";

    public static string BringBack(AccessKey key) => $"If something stopped working, enable the key: {Command("Enable-OldAccessKey", key)}. Otherwise nothing: the key is deleted after its quarantine.";

    public static string Finish(AccessKey key) => $"To finish or undo the rotation: New-RotatedAccessKey -UserName {key.UserName}";

    public static string Because(AccessKey key) => key.Reason is { Length: > 0 } reason ? " " + Failures.Sentence(char.ToUpperInvariant(reason[0]) + reason.Substring(1)) : string.Empty;

    private static NoticeLine Compromised(AccessKey key, IReadOnlyList<CompromiseEvidence> evidence)
    {
        string known = string.Join("; ", evidence.Take(MostEvidence)) + (evidence.Count > MostEvidence ? $"; and {evidence.Count - MostEvidence} more" : string.Empty);
        return Line(
            key,
            $"This key is believed to be in the wrong hands: {known}.",
            evidence.Max(item => item.LastSeen ?? item.FirstSeen),
            key.StatusValue == AccessKeyStatus.Active
                ? $"Disable it at once: {Command("Disable-OldAccessKey", key)} -Compromised. Then see what was done with it: Get-AccessKeyActivity -UserName {key.UserName}"
                : $"The key is not active. See what was done with it: Get-AccessKeyActivity -UserName {key.UserName}");
    }

    private static string Why(AccessKey key) => key.Reason?.TrimEnd('.') ?? Display.Age(key.Age) + " old";

    private static string Command(string command, AccessKey key) => $"{command} -UserName {key.UserName}" + (key.AccessKeyId is null ? string.Empty : " -AccessKeyId " + key.AccessKeyId);
}
