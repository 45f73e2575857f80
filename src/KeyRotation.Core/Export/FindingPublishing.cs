using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Users;

namespace KeyRotation.Export;

/// <summary>
/// Imports results of controls into AWS Security Hub. Ids are the same at every run, so that a run updates what the one before imported: what was repaired becomes PASSED.
/// An import leaves workflow and notes to those who work on the findings (BatchImportFindings, API reference: it cannot update them); then the findings of exempt users are suppressed.
/// </summary>
public sealed class FindingPublishing
{
    /// <summary>How many findings BatchImportFindings takes.</summary>
    private const int MostAtOnce = 100;

    private readonly AccountSession account;
    private readonly IFindingImport hub;
    private readonly IReport report;

    /// <summary>Prepares it.</summary>
    /// <param name="account">The account of the findings.</param>
    /// <param name="hub">Security Hub in a region.</param>
    /// <param name="report">Is asked once before anything is sent, and receives a <see cref="FindingImport"/> and the failures of single findings.</param>
    public FindingPublishing(AccountSession account, IFindingImport hub, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.hub = hub ?? throw new ArgumentNullException(nameof(hub));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Imports what is of the account. Where findings of several accounts are given, as from a folder of saved reports, those of the others are failures.</summary>
    /// <param name="accounts">The results, by account.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">All are of one other account, or Security Hub is not enabled.</exception>
    /// <exception cref="ServiceException">Security Hub refuses a call, or does not answer.</exception>
    public async Task RunAsync(IReadOnlyCollection<AccountFindings> accounts, CancellationToken cancellationToken)
    {
        if (accounts is null)
        {
            throw new ArgumentNullException(nameof(accounts));
        }

        IReadOnlyCollection<AccountFindings> own = accounts.Count == 1 ? accounts : OwnTargets.Of(account, accounts, ReferenceOf, report);
        foreach (AccountFindings item in own)
        {
            await RunAsync(item, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Imports the findings of the account.</summary>
    /// <param name="findings">The results.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">They are of another account, or Security Hub is not enabled.</exception>
    /// <exception cref="ServiceException">Security Hub refuses a call, or does not answer.</exception>
    public async Task RunAsync(AccountFindings findings, CancellationToken cancellationToken)
    {
        IReadOnlyList<ControlResult> results = (findings ?? throw new ArgumentNullException(nameof(findings))).Results;
        account.RequireOwn(ReferenceOf(findings));
        string target = $"{results.Count} {(results.Count == 1 ? "finding" : "findings")} ({results.Count(IsFailure)} failed) of account {account.AccountId} into Security Hub in {hub.Region}";
        Agreement agreement = await report.AgreeAsync(target, "Import", cancellationToken).ConfigureAwait(false);
        if (agreement == Agreement.Declined)
        {
            return;
        }

        var imported = new List<ControlResult>();
        var suppression = new FindingSuppression(account, hub, report);
        try
        {
            for (int index = 0; index < results.Count && agreement != Agreement.OnlyPlanned; index += MostAtOnce)
            {
                report.Progress(new WorkProgress("Importing findings", hub.Region, index, results.Count));
                imported.AddRange(await ImportAsync(results.Skip(index).Take(MostAtOnce).ToList(), cancellationToken).ConfigureAwait(false));
            }

            await suppression.RunAsync(agreement == Agreement.OnlyPlanned ? results : imported, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            throw FindingFailures.NotEnabled(account.AccountId, hub.Region, problem);
        }
        finally
        {
            if (imported.Count > 0)
            {
                await report.ResultAsync(Result(results.Count, imported, suppression)).ConfigureAwait(false);
            }
        }
    }

    private static KeyReference ReferenceOf(AccountFindings findings) => new(findings.AccountId, findings.Results[0].UserName, AccessKeyId: null);

    private static bool IsFailure(ControlResult result) => result.StatusValue == ControlStatus.Fail;

    private async Task<IReadOnlyList<ControlResult>> ImportAsync(IReadOnlyList<ControlResult> batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<RejectedFinding> rejected = await hub.ImportAsync(batch.Select(result => AsffReport.Of(result, hub.Region)).ToList(), cancellationToken).ConfigureAwait(false);
        Dictionary<string, ControlResult> byId = batch.ToDictionary(FindingId.Of, StringComparer.Ordinal);
        foreach (RejectedFinding finding in rejected)
        {
            report.Failure(FindingFailures.NotImported(byId.TryGetValue(finding.Id, out ControlResult? named) ? named : batch[0], finding));
            byId.Remove(finding.Id);
        }

        return byId.Values.ToList();
    }

    private FindingImport Result(int findings, List<ControlResult> imported, FindingSuppression suppression) => new()
    {
        AccountId = account.AccountId,
        Region = hub.Region,
        Findings = findings,
        Imported = imported.Count,
        Failed = imported.Count(IsFailure),
        Suppressed = suppression.Suppressed,
        Reopened = suppression.Reopened,
    };
}
