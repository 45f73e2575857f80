using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;

namespace KeyRotation.Commands.Pipeline;

/// <summary>A saved credential report whose lines come from the pipeline, one record each, and are read some hundred at a time.</summary>
internal sealed class PipedReport
{
    private const int LinesAtOnce = 1000;

    private readonly List<string> lines = [];
    private readonly SavedReports reports;
    private readonly CredentialReportReader reader;
    private bool isReadable = true;

    public PipedReport(ISavedReportCheck check)
    {
        reports = new SavedReports(check);
        reader = reports.Reader();
    }

    /// <summary>Whether there are enough lines to be read. After a line that cannot be read there never are.</summary>
    public bool IsFull => lines.Count >= LinesAtOnce;

    public void Add(string line)
    {
        if (isReadable)
        {
            lines.Add(line);
        }
    }

    public async Task ReadAsync(bool areLast, IReport report, CancellationToken cancellationToken)
    {
        if (isReadable)
        {
            isReadable = await reports.ReadAsync(reader, lines, areLast, "from the pipeline", report, cancellationToken).ConfigureAwait(false);
            lines.Clear();
        }

        if (areLast && isReadable)
        {
            reports.Complete(report);
        }
    }
}
