using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Findings;

/// <summary>The detectors of a region, and what they found; only touched under the lock of its region.</summary>
internal sealed class FindingStore
{
    private readonly AccountIdentity identity;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;
    private readonly SortedDictionary<string, List<FindingRecord>> detectors = new(StringComparer.Ordinal);

    public FindingStore(AccountIdentity identity, string region, SandboxClock clock, IdentifierSource identifiers)
    {
        this.identity = identity;
        this.clock = clock;
        this.identifiers = identifiers;
        Region = region;
    }

    public string Region { get; }

    public IEnumerable<string> Detectors => detectors.Keys;

    public string AddDetector()
    {
        var id = Id();
        detectors.Add(id, []);
        return id;
    }

    public string AddFinding(SandboxFinding finding, string? detectorId)
    {
        // PowerShell has an empty text for null.
        var detector = string.IsNullOrEmpty(detectorId) ? detectors.Keys.FirstOrDefault() ?? AddDetector() : detectorId;
        var id = Id();
        var accountId = finding.AccountId ?? identity.AccountId;
        var arn = identity.ArnPrefix("guardduty", Region) + ":detector/" + detector + "/finding/" + id;
        detectors[detector].Add(new FindingRecord(id, arn, accountId, detector, finding, finding.FirstSeen ?? clock.UtcNow, clock.UtcNow));
        return id;
    }

    /// <exception cref="AwsErrorException">BadRequestException.</exception>
    public IReadOnlyList<FindingRecord> FindingsOf(string detectorId) =>
        detectors.TryGetValue(detectorId, out var findings) ? findings : throw FindingErrors.NotOwned(detectorId);

    private string Id() => identifiers.Uuid().Replace("-", string.Empty, StringComparison.Ordinal);
}

/// <summary>A finding as its detector holds it.</summary>
internal sealed record FindingRecord(string Id, string Arn, string AccountId, string DetectorId, SandboxFinding Finding, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
