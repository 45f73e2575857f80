using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// The findings of Amazon GuardDuty in one region. Every member throws <see cref="ServiceException"/> when the service refuses or does not
/// answer. Lists are complete: pages are read to the end.
/// </summary>
public interface IFindingService
{
    /// <summary>The region.</summary>
    string Region { get; }

    /// <summary>The ids of the account's detectors; none where GuardDuty is not enabled.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<string>> ListDetectorsAsync(CancellationToken cancellationToken);

    /// <summary>The ids of a detector's findings that name an access key and are not archived.</summary>
    /// <param name="detectorId">The detector.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<string>> ListFindingsAsync(string detectorId, CancellationToken cancellationToken);

    /// <summary>Findings, each as its JSON text.</summary>
    /// <param name="detectorId">The detector.</param>
    /// <param name="findingIds">Their ids, at most 50.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<string>> GetFindingsAsync(string detectorId, IReadOnlyCollection<string> findingIds, CancellationToken cancellationToken);
}
