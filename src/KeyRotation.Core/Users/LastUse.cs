using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;

namespace KeyRotation.Users;

/// <summary>Looks up a key's last use, and never mistakes a failed look-up for "never used".</summary>
internal static class LastUse
{
    /// <summary>
    /// Whether a young key was used by nothing but the rotation that created it, which lets it sign GetCallerIdentity. A later use
    /// by anything else would show instead.
    /// </summary>
    public static bool IsVerificationAtMost(ListedKey key, EvidenceOfUse use) =>
        use.Kind == UseKind.NeverUsed
        || (use.Kind == UseKind.Used && use.Service == "sts" && use.At < key.CreateDate.Plus(PendingRotation.MayStillRun));

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
