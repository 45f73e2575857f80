using System;

namespace KeyRotation;

/// <summary>Texts about the state of a key, for the views.</summary>
public static class StatusDisplay
{
    /// <summary>A date that is farther off means never: exemptions last until 9999-12-31.</summary>
    private static readonly TimeSpan ForGood = TimeSpan.FromDays(9999);

    /// <summary>
    /// The next step of a key, when it is due and what blocks it, e.g. <c>rotate now</c>, <c>disable in 22 h</c> or
    /// <c>rotate, blocked: the user has two active keys</c>.
    /// </summary>
    /// <param name="status">Where the key stands.</param>
    /// <param name="before">What comes before the part that says what blocks it: a colour, or an empty text.</param>
    /// <param name="after">What comes after that part.</param>
    public static string NextStep(KeyStatus status, string before, string after)
    {
        if (status is null)
        {
            throw new ArgumentNullException(nameof(status));
        }

        string step = status.NextStep switch
        {
            "New-RotatedAccessKey" => "rotate",
            "Disable-OldAccessKey" => "disable",
            "Remove-RetiredAccessKey" => "remove",
            _ => status.NextStep ?? string.Empty,
        };
        TimeSpan? left = status.DueDate - status.SeenAt;
        string when = left > TimeSpan.Zero && left < ForGood ? " in " + Display.Age(left.Value)
            : status.IsDue ? " now"
            : string.Empty;
        string blocked = status.Blocker is null ? string.Empty
            : before + (step.Length == 0 ? string.Empty : "blocked: ") + status.Blocker + after;
        return step + when + (step.Length > 0 && blocked.Length > 0 ? ", " : string.Empty) + blocked;
    }
}
