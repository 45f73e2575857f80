using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>The import of findings into AWS Security Hub in one region. Importing one twice updates it.</summary>
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
}

/// <summary>A finding that Security Hub did not take.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">The code of the reason.</param>
/// <param name="Message">The reason, in AWS's words.</param>
public sealed record RejectedFinding(string Id, string Code, string Message);
