using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace KeyRotation.Journal;

/// <summary>What the journal says of one key: the value of <c>keyrotation:KEYID</c>.</summary>
/// <param name="Stage"><see cref="KeyStage.Current"/>, <see cref="KeyStage.Superseded"/> or <see cref="KeyStage.Quarantined"/>.</param>
/// <param name="Since">Since when, by AWS's clock, UTC.</param>
public sealed record KeyRecord(KeyStage Stage, DateTimeOffset Since)
{
    /// <summary>The place of a key whose secret is in the output object alone.</summary>
    public const string Output = "output";

    private static readonly Dictionary<string, KeyStage> Words = new(StringComparer.Ordinal)
    {
        ["current"] = KeyStage.Current,
        ["superseded"] = KeyStage.Superseded,
        ["quarantined"] = KeyStage.Quarantined,
    };

    /// <summary>The key that this one replaces; null for an old key.</summary>
    public string? Replaces { get; init; }

    /// <summary>The key that replaced this one; null for a current key, and for one that was disabled without a replacement.</summary>
    public string? By { get; init; }

    /// <summary>Where the secret was delivered; null for an old key.</summary>
    public string? At { get; init; }

    /// <summary>True when a guard was skipped to bring the key to this stage.</summary>
    public bool Forced { get; init; }

    /// <summary>Reads the value of a tag.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="FormatException">The value is not of the journal's grammar.</exception>
    public static KeyRecord Parse(string value)
    {
        JournalFields fields = JournalFields.Parse(value);
        if (!Words.TryGetValue(fields.Word, out KeyStage stage))
        {
            throw new FormatException($"'{fields.Word}' is not a stage in '{value}'.");
        }

        var record = new KeyRecord(stage, fields.TakeTime("since"))
        {
            Replaces = fields.Take("replaces"),
            By = fields.Take("by"),
            At = fields.Take("at"),
            Forced = fields.Take("forced") switch
            {
                null => false,
                "yes" => true,
                string other => throw new FormatException($"'forced={other}' is not known in '{value}'."),
            },
        };
        fields.ExpectNothingMore();
        record.RequireGrammar(value);
        return record;
    }

    /// <summary>The value of the tag.</summary>
    public string ToTagValue()
    {
        var text = new StringBuilder(WordOf(Stage)).Append(" since=").Append(JournalFields.Time(Since));
        Append(text, "replaces", Replaces);
        Append(text, "by", By);
        Append(text, "at", At);
        Append(text, "forced", Forced ? "yes" : null);
        return text.ToString();
    }

    /// <summary>Which fields a stage has.</summary>
    private void RequireGrammar(string value)
    {
        string? problem =
            Stage == KeyStage.Current && By is not null ? "a current key has no 'by='"
            : Stage == KeyStage.Superseded && By is null ? "'by=' is missing"
            : Stage != KeyStage.Current && (Replaces ?? At) is not null ? "only a current key has 'replaces=' and 'at='"
            : Stage != KeyStage.Quarantined && Forced ? "only a quarantined key has 'forced='"
            : new[] { Replaces, By }.Any(id => id is not null && !KeyIds.IsForm(id)) ? "'by=' and 'replaces=' are ids of access keys"
            : null;
        if (problem is not null)
        {
            throw new FormatException($"{problem} in '{value}'.");
        }
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(' ').Append(name).Append('=').Append(value);
        }
    }

    private static string WordOf(KeyStage stage)
    {
        foreach (KeyValuePair<string, KeyStage> word in Words)
        {
            if (word.Value == stage)
            {
                return word.Key;
            }
        }

        throw new InvalidOperationException($"The journal has no word for the stage {stage}.");
    }
}
