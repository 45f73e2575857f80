using System;
using System.Text;

namespace KeyRotation.Sandbox.Services;

/// <summary>The one credential report of an account: asked for, made, kept for its lifetime, and made anew.</summary>
internal sealed class CredentialReports
{
    public const string Started = "STARTED";

    private readonly object gate = new();
    private readonly SandboxAccount account;
    private readonly SandboxClock clock;
    private readonly TimeSpan lifetime;
    private readonly int pollsNeeded;
    private Report? latest;
    private bool running;
    private int polls;

    public CredentialReports(SandboxAccount account, SandboxClock clock, SandboxOptions options)
    {
        this.account = account;
        this.clock = clock;
        lifetime = options.ReportLifetime;
        pollsNeeded = options.ReportPolls;
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
                throw new AwsErrorException("ReportInProgress", 404, "Report generation is in progress");
            }

            var report = latest ?? throw new AwsErrorException("ReportNotPresent", 410, "No report exists. Call GenerateCredentialReport to create one");
            return IsExpired(report)
                ? throw new AwsErrorException("ReportExpired", 410, "The most recent report has expired. Call GenerateCredentialReport to create a new one")
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

        latest = new Report(Encoding.UTF8.GetBytes(CredentialReportTable.Write(account)), clock.UtcNow);
        running = false;
        return true;
    }

    internal sealed record Report(byte[] Content, DateTimeOffset GeneratedTime);
}
