using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Notices;

/// <summary>What notices are sent to.</summary>
public interface INoticeReceiver
{
    /// <summary>The receiver as messages name it; never the full address of a webhook.</summary>
    string Name { get; }

    /// <summary>Sends a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServiceException">AWS refused it or did not answer.</exception>
    /// <exception cref="DestinationException">Another receiver refused it or did not answer.</exception>
    Task SendAsync(Notice notice, CancellationToken cancellationToken);
}
