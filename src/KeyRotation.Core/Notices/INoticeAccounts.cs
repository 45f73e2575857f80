using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Notices;

/// <summary>The accounts in which the tags of users are.</summary>
public interface INoticeAccounts
{
    /// <summary>Opens an account, once however often it is asked for.</summary>
    /// <param name="seen">The connection that the key was seen through; null where the object has none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The account that the connection leads to, which may be another one than that of the key.</returns>
    /// <exception cref="KeyRotationException">There are no credentials, or the account cannot be entered.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    Task<AccountSession> OpenAsync(ConnectionOptions? seen, CancellationToken cancellationToken);
}
