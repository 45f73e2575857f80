using System;
using System.Collections.Generic;
using System.Globalization;

namespace KeyRotation.Compliance.Checks;

/// <summary>Writes down what a verdict rests on, by the names of the report's columns.</summary>
internal static class Evidence
{
    public const string UserTags = "iam:ListUserTags";

    private const string None = "N/A";

    public static IEnumerable<ControlEvidence> OfPassword(CheckedUser user)
    {
        yield return new ControlEvidence("password_enabled", user.HasPassword ? "true" : "false", user.Source);
        if (user.HasPassword)
        {
            yield return new ControlEvidence("password_last_used", Date(user.Row.Password!.LastUsed) ?? "no_information", user.Source);
            yield return new ControlEvidence("password_last_changed", Date(user.Row.Password.LastChanged) ?? None, user.Source);
        }
    }

    public static ControlEvidence OfStatus(CheckedKey key) => new(key.Name + "_active", key.IsActive ? "true" : "false", key.Source);

    public static ControlEvidence OfCreation(CheckedKey key) => new(key.Name + "_last_rotated", Date(key.CreateDate) ?? None, key.Source);

    public static ControlEvidence OfUse(CheckedKey key) => new(
        key.Name + "_last_used_date",
        key.LastUsed.Kind switch
        {
            UseKind.Used => Date(key.LastUsed.At)!,
            UseKind.NeverUsed => None,
            _ => key.LastUsed.ToString(),
        },
        key.UseSource);

    public static string? Date(DateTimeOffset? date) => date is DateTimeOffset known ? IsoTime.Of(known) : null;

    public static string Days(TimeSpan span) => string.Format(CultureInfo.InvariantCulture, "{0} days", (int)span.TotalDays);
}
