using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Account;

/// <summary>Looks up a key's last use, and never mistakes a failed look-up for "never used".</summary>
internal static class LastUse
{
    public static async Task<EvidenceOfUse> OfAsync(AccountSession account, string accessKeyId, CancellationToken cancellationToken)
    {
        try
        {
            return await account.Identity.GetAccessKeyLastUsedAsync(accessKeyId, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem)
        {
            return EvidenceOfUse.Unknown($"{problem.Action} failed ({problem.Code ?? problem.Kind.ToString()}): {problem.Message}");
        }
    }
}
