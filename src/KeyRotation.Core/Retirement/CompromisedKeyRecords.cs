using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>What the journal says once a key is disabled as compromised.</summary>
internal static class CompromisedKeyRecords
{
    /// <summary>The user when the key is inactive and recorded.</summary>
    public static UserState After(UserState user, ListedKey key, string? findingId, DateTimeOffset now) => PredecessorsOf(user, key.AccessKeyId)
        .Aggregate(
            user.WithStatus(key.AccessKeyId, AccessKeyStatus.Inactive).WithRecord(key.AccessKeyId, RecordOf(user, key, now).AsCompromised(findingId)),
            (state, old) => state.WithRecord(old.Key, InServiceAgain(old.Value, now)));

    /// <summary>The records that the step writes, by key: a quarantine that begins with it begins now, and not when it was planned.</summary>
    public static IReadOnlyDictionary<string, KeyRecord> Of(PlannedStep step, DateTimeOffset now)
    {
        KeyRecord planned = step.After.Journal.RecordOf(step.AccessKeyId)!;
        bool isNew = step.Record is not { Stage: KeyStage.Quarantined } || step.Kind == StepKind.Disable;
        var records = PredecessorsOf(step.Before, step.AccessKeyId).ToDictionary(old => old.Key, old => InServiceAgain(old.Value, now), KeyIds.Comparer);
        records[step.AccessKeyId] = isNew ? planned with { Since = now } : planned;
        return records;
    }

    private static KeyRecord RecordOf(UserState user, ListedKey key, DateTimeOffset now)
    {
        KeyRecord? record = user.JournalProblem is null ? user.Journal.RecordOf(key.AccessKeyId) : null;
        return record is { Stage: KeyStage.Quarantined } && key.Status != AccessKeyStatus.Active ? record : new KeyRecord(KeyStage.Quarantined, now) { By = record?.By };
    }

    /// <summary>The active keys that the compromised one replaced: they are the user's working keys again, and not on their way out.</summary>
    private static List<KeyValuePair<string, KeyRecord>> PredecessorsOf(UserState user, string accessKeyId) => user.JournalProblem is not null
        ? []
        : user.Journal.Records
            .Where(record => record.Value.Stage == KeyStage.Superseded && KeyIds.AreSame(record.Value.By, accessKeyId) && user.IsActive(record.Key))
            .ToList();

    private static KeyRecord InServiceAgain(KeyRecord record, DateTimeOffset now) => new(KeyStage.Current, now.OrLater(record.Since));
}
