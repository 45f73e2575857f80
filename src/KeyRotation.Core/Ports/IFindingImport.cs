using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>The findings of an account in AWS Security Hub in one region: importing one twice updates it, and leaves its workflow as it is.</summary>
public interface IFindingImport
{
    /// <summary>The region.</summary>
    string Region { get; }

    /// <summary>Imports findings of the account that signs.</summary>
    /// <param name="findings">Findings in the AWS Security Finding Format, each as JSON text; at most 100.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Those that were not imported.</returns>
    /// <exception cref="ServiceException">Security Hub refuses all of them, or does not answer.</exception>
    Task<IReadOnlyList<RejectedFinding>> ImportAsync(IReadOnlyCollection<string> findings, CancellationToken cancellationToken);

    /// <summary>Lists findings of an account that are suppressed, by whomever.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="generatorPrefix">How the id of what made them begins.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServiceException">Security Hub refuses the call, or does not answer.</exception>
    Task<IReadOnlyList<SuppressedFinding>> ListSuppressedAsync(string accountId, string generatorPrefix, CancellationToken cancellationToken);

    /// <summary>Sets the workflow of findings, with a note.</summary>
    /// <param name="update">The findings, at most 100, and what is set.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Those that were not updated.</returns>
    /// <exception cref="ServiceException">Security Hub refuses all of them, or does not answer.</exception>
    Task<IReadOnlyList<RejectedFinding>> UpdateAsync(FindingUpdate update, CancellationToken cancellationToken);
}

/// <summary>A finding that is suppressed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="NoteText">Its note; null where it has none.</param>
/// <param name="NoteUpdatedBy">Who wrote the note; null where there is none.</param>
public sealed record SuppressedFinding(string Id, string? NoteText, string? NoteUpdatedBy);

/// <summary>A change of the workflow of findings.</summary>
/// <param name="ProductArn">The product of the findings.</param>
/// <param name="Ids">Their ids.</param>
/// <param name="IsSuppressed">True for SUPPRESSED, false for NEW.</param>
/// <param name="NoteText">The note, of at most 512 characters.</param>
/// <param name="NoteUpdatedBy">Who writes it.</param>
public sealed record FindingUpdate(string ProductArn, IReadOnlyCollection<string> Ids, bool IsSuppressed, string NoteText, string NoteUpdatedBy);

/// <summary>A finding that Security Hub did not take.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">The code of the reason.</param>
/// <param name="Message">The reason, in AWS's words.</param>
public sealed record RejectedFinding(string Id, string Code, string Message);
