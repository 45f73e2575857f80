using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.CredentialReports;

namespace KeyRotation.Audit;

/// <summary>
/// Joins a key to its slot in the credential report. The report holds no ids: creation date (to the second)
/// and status tell the slots apart, and where they do not, nothing is known.
/// </summary>
internal static class ReportedEvidence
{
    public static EvidenceOfUse For(ListedKey key, CredentialReportRow row)
    {
        List<ReportedKey> sameSecond = row.Keys
            .Where(slot => slot.CreateDate is DateTimeOffset created && created.ToUnixTimeSeconds() == key.CreateDate.ToUnixTimeSeconds())
            .ToList();
        if (sameSecond.Count > 1)
        {
            sameSecond = sameSecond.Where(slot => slot.Status == key.Status).ToList();
        }

        return sameSecond.Count switch
        {
            1 => sameSecond[0].LastUsed,
            0 => EvidenceOfUse.Unknown("the key is not in the credential report"),
            _ => EvidenceOfUse.Unknown("the credential report does not tell this user's two keys apart"),
        };
    }
}
