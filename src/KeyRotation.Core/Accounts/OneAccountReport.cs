using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Accounts;

/// <summary>What one account of many reports: lines about calls name their account, and progress is that of the whole.</summary>
internal sealed class OneAccountReport : IReport
{
    private readonly Account account;
    private readonly IReport report;

    public OneAccountReport(Account account, IReport report)
    {
        this.account = account;
        this.report = report;
    }

    public Task ResultAsync(IResult result) => report.ResultAsync(result);

    public Task ResultsAsync(IReadOnlyCollection<IResult> results) => report.ResultsAsync(results);

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => report.AgreeAsync(target, action, cancellationToken);

    public void Failure(KeyRotationException failure) => report.Failure(failure);

    public void LeftForLater(KeyRotationException refusal) => report.LeftForLater(refusal);

    public void Warning(string message) => report.Warning(message);

    public void Verbose(string message) => report.Verbose($"{account.AccountId}: {message}");

    public void Progress(WorkProgress progress)
    {
    }
}
