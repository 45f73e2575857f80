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

    private const string Compromised = "compromised";

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

    /// <summary>True when the key was disabled because it is compromised: such a key is no working key, and is not enabled again without being forced.</summary>
    public bool IsCompromised { get; init; }

    /// <summary>The finding that says so, as the journal names it; null where none was given.</summary>
    public string? Finding { get; init; }

    /// <summary>Why the key is at its stage, for people; null where the stage says it all.</summary>
    internal string? Reason => !IsCompromised ? null : Finding is null ? "compromised" : "compromised: finding " + Finding;

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
            IsCompromised = fields.Take("cause") switch
            {
                null => false,
                Compromised => true,
                string other => throw new FormatException($"'cause={other}' is not known in '{value}'."),
            },
            Finding = fields.Take("finding"),
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
        Append(text, "cause", IsCompromised ? Compromised : null);
        Append(text, "finding", Finding);
        return text.ToString();
    }

    /// <summary>The record of a key that is quarantined as compromised, since when and with the replacement that this one has.</summary>
    /// <param name="findingId">The finding's id as its source gives it; null where there is none.</param>
    internal KeyRecord AsCompromised(string? findingId)
    {
        KeyRecord record = new(KeyStage.Quarantined, Since) { By = By, Forced = Forced, IsCompromised = true };
        KeyRecord named = record with { Finding = FindingName.Of(findingId) };
        return named.ToTagValue().Length <= JournalTags.ValueLength ? named : record with { Finding = FindingName.ShortOf(findingId!) };
    }

    /// <summary>The record of a key that another one replaces. A compromised key stays one, and its quarantine begins again: it is not removed by the run after its replacement.</summary>
    /// <param name="former">What the journal says of the key; null where it says nothing.</param>
    /// <param name="newKeyId">The key that replaces it.</param>
    /// <param name="since">Since when.</param>
    internal static KeyRecord ReplacedBy(KeyRecord? former, string newKeyId, DateTimeOffset since) =>
        former?.IsCompromised == true ? former with { By = newKeyId, Since = since.OrLater(former.Since) } : new KeyRecord(KeyStage.Superseded, since) { By = newKeyId };

    /// <summary>Which fields a stage has.</summary>
    private void RequireGrammar(string value)
    {
        string? problem =
            Stage == KeyStage.Current && By is not null ? "a current key has no 'by='"
            : Stage == KeyStage.Superseded && By is null ? "'by=' is missing"
            : Stage != KeyStage.Current && (Replaces ?? At) is not null ? "only a current key has 'replaces=' and 'at='"
            : Stage != KeyStage.Quarantined && (Forced || IsCompromised) ? "only a quarantined key has 'forced=' and 'cause='"
            : Finding is not null && !IsCompromised ? "'finding=' goes with 'cause='"
            : Finding is not null && !FindingName.IsForm(Finding) ? "'finding=' has a character that IAM does not allow in tags"
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
