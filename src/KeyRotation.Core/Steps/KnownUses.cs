using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Audit;
using KeyRotation.CredentialReports;
using KeyRotation.Users;

namespace KeyRotation.Steps;

/// <summary>When keys were last used, as far as a run knows it without a call: for plans and questions, never for a guard.</summary>
internal sealed class KnownUses
{
    private readonly IReadOnlyDictionary<string, EvidenceOfUse> seen;
    private readonly Dictionary<string, CredentialReportRow> rows = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="seen">The last uses of keys that came with them, by id.</param>
    public KnownUses(IReadOnlyDictionary<string, EvidenceOfUse> seen) => this.seen = seen;

    /// <summary>Adds what a credential report says.</summary>
    public void Add(IEnumerable<CredentialReportRow> reported)
    {
        foreach (CredentialReportRow row in reported)
        {
            rows[row.UserName] = row;
        }
    }

    /// <summary>The last use of a step's key; null when it is not known.</summary>
    public EvidenceOfUse? Of(PlannedStep step)
    {
        UserState user = step.Before;
        EvidenceOfUse? reported = rows.TryGetValue(user.UserName, out CredentialReportRow? row) && user.Find(step.AccessKeyId) is ListedKey key
            ? ReportedEvidence.For(key, row)
            : null;
        return new[] { step.Key.LastUsed, user.KnownUse(step.AccessKeyId), seen.TryGetValue(step.AccessKeyId, out EvidenceOfUse? use) ? use : null, reported }
            .FirstOrDefault(known => known is not null && known.Kind != UseKind.Unknown);
    }
}
