using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Journal;

/// <summary>A rotation that has begun and not ended: the value of <c>keyrotation:pending</c>.</summary>
/// <param name="OldAccessKeyId">The key that is being replaced.</param>
/// <param name="At">When it began, by AWS's clock, UTC.</param>
/// <param name="Token">A random word that tells this rotation from another's.</param>
public sealed record PendingRotation(string OldAccessKeyId, DateTimeOffset At, string Token)
{
    /// <summary>How long a rotation may still be running, and others keep off.</summary>
    public static readonly TimeSpan MayStillRun = TimeSpan.FromMinutes(15);

    /// <summary>The kinds of the destinations that the new key goes to; none when it goes to the output alone.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>The key that was created; null while none is, or in the moment before it is noted.</summary>
    public string? NewAccessKeyId { get; init; }

    /// <summary>Reads the value of the tag.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="FormatException">The value is not of the journal's grammar.</exception>
    public static PendingRotation Parse(string value)
    {
        string[] words = value.Split([' '], 3);
        if (words.Length != 3 || words[0] != "rotate" || words[1].Length == 0)
        {
            throw new FormatException($"'{value}' is not of the form 'rotate KEYID at=… token=…'.");
        }

        JournalFields fields = JournalFields.Parse("rotate " + words[2]);
        var pending = new PendingRotation(
            words[1],
            fields.TakeTime("at"),
            fields.Take("token") ?? throw new FormatException($"'token=' is missing in '{value}'."))
        {
            Destinations = fields.Take("to")?.Split('+') ?? [],
            NewAccessKeyId = fields.Take("new"),
        };
        fields.ExpectNothingMore();
        return new[] { pending.OldAccessKeyId, pending.NewAccessKeyId }.All(id => id is null || KeyIds.IsForm(id))
            ? pending
            : throw new FormatException($"'rotate' and 'new=' name ids of access keys in '{value}'.");
    }

    /// <summary>The value of the tag.</summary>
    public string ToTagValue() =>
        $"rotate {OldAccessKeyId} at={JournalFields.Time(At)} token={Token}" + (Destinations.Count == 0 ? string.Empty : " to=" + string.Join("+", Destinations))
        + (NewAccessKeyId is null ? string.Empty : " new=" + NewAccessKeyId);

    /// <summary>Whether the rotation may still be running.</summary>
    /// <param name="now">AWS's time.</param>
    public bool MayRunAt(DateTimeOffset now) => now - At < MayStillRun;
}
