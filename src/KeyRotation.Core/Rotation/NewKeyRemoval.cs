using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Rotation;

/// <summary>Takes back a key that a rotation created. It is made inactive first: an active key is never deleted.</summary>
internal static class NewKeyRemoval
{
    public static async Task RemoveAsync(AccountSession account, string userName, string accessKeyId, CancellationToken cancellationToken)
    {
        try
        {
            await account.Identity.UpdateAccessKeyAsync(userName, accessKeyId, AccessKeyStatus.Inactive, cancellationToken).ConfigureAwait(false);
            await account.Identity.DeleteAccessKeyAsync(userName, accessKeyId, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            // Gone already, by an answer that was lost or by another hand: what was wanted is there.
        }
    }
}
