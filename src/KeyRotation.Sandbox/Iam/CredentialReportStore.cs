using System;
using System.Text;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The one credential report of an account: asked for, made, kept for its lifetime, and made anew.</summary>
internal sealed class CredentialReportStore
{
    public const string Started = "STARTED";

    private readonly object gate = new();
    private readonly IamStore store;
    private readonly SandboxClock clock;
    private readonly TimeSpan lifetime;
    private readonly int pollsNeeded;
    private Report? latest;
    private bool running;
    private int polls;

    public CredentialReportStore(IamStore store, SandboxClock clock, IamSettings settings)
    {
        this.store = store;
        this.clock = clock;
        lifetime = settings.ReportLifetime;
        pollsNeeded = settings.ReportPolls;
    }

    /// <summary>GenerateCredentialReport: the state of the report.</summary>
    public string Generate()
    {
        lock (gate)
        {
            if (running)
            {
                return Poll() ? "COMPLETE" : "INPROGRESS";
            }

            if (latest is not null && !IsExpired(latest))
            {
                return "COMPLETE";
            }

            running = true;
            polls = 0;
            return Started;
        }
    }

    /// <summary>GetCredentialReport.</summary>
    /// <exception cref="AwsErrorException">ReportNotPresent, ReportExpired or ReportInProgress.</exception>
    public Report Get()
    {
        lock (gate)
        {
            if (running && !Poll())
            {
                throw IamErrors.ReportInProgress();
            }

            var report = latest ?? throw IamErrors.ReportNotPresent();
            return IsExpired(report)
                ? throw IamErrors.ReportExpired()
                : report;
        }
    }

    private bool IsExpired(Report report) => clock.UtcNow - report.GeneratedTime >= lifetime;

    // Each look at a running report is a poll, whichever of the two operations looks.
    private bool Poll()
    {
        if (polls < pollsNeeded)
        {
            polls++;
            return false;
        }

        latest = new Report(Encoding.UTF8.GetBytes(CredentialReportTable.Write(store)), clock.UtcNow);
        running = false;
        return true;
    }

    internal sealed record Report(byte[] Content, DateTimeOffset GeneratedTime);
}
