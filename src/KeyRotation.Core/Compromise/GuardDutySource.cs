using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Json;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>The findings of Amazon GuardDuty in one region.</summary>
internal sealed class GuardDutySource
{
    /// <summary>How many findings GetFindings takes.</summary>
    private const int MostAtOnce = 50;

    private readonly IFindingService findings;
    private readonly IReport report;

    public GuardDutySource(IFindingService findings, IReport report)
    {
        this.findings = findings;
        this.report = report;
    }

    public async Task<IReadOnlyList<KeySighting>> FindAsync(CancellationToken cancellationToken)
    {
        var sightings = new List<KeySighting>();
        IReadOnlyList<string> detectors = await findings.ListDetectorsAsync(cancellationToken).ConfigureAwait(false);
        if (detectors.Count == 0)
        {
            report.Warning($"GuardDuty is not enabled in {findings.Region}: it knows of no compromised keys there.");
        }

        foreach (string detector in detectors)
        {
            IReadOnlyList<string> ids = await findings.ListFindingsAsync(detector, cancellationToken).ConfigureAwait(false);
            for (int index = 0; index < ids.Count; index += MostAtOnce)
            {
                report.Progress(new WorkProgress("Reading findings of GuardDuty", findings.Region, index, ids.Count));
                IReadOnlyList<string> texts = await findings.GetFindingsAsync(detector, ids.Skip(index).Take(MostAtOnce).ToList(), cancellationToken).ConfigureAwait(false);
                sightings.AddRange(texts.SelectMany(text => new JsonReader(new StringReader(text)).Read()).SelectMany(finding => GuardDutyFinding.Read(finding, report)));
            }
        }

        return sightings;
    }
}
