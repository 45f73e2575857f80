using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;

namespace KeyRotation.Commands.Pipeline;

/// <summary>A saved credential report whose lines come from the pipeline, one record each, and are read some hundred at a time.</summary>
internal sealed class PipedReport
{
    private const int LinesAtOnce = 1000;

    private readonly List<string> lines = [];
    private readonly ISavedReportCheck check;
    private readonly CredentialReportReader reader;
    private bool isReadable = true;

    public PipedReport(ISavedReportCheck check)
    {
        this.check = check;
        reader = new CredentialReportReader(check.NeedsPasswords, check.Concerns);
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
            isReadable = await SavedReportReading.RunAsync(reader.Read(lines, areLast), "from the pipeline", check, report, areLast, cancellationToken).ConfigureAwait(false);
            lines.Clear();
        }
    }
}
