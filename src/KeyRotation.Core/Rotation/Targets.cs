using KeyRotation.Audit;

namespace KeyRotation.Rotation;

/// <summary>Refuses targets that no step can act on.</summary>
internal static class Targets
{
    public static void EnsureActionable(AccountSession account, KeyTarget target)
    {
        KeyReference reference = target.In(account);
        if (target.UserName == CredentialReportRow.RootUserName)
        {
            throw Failures.RootKey(reference);
        }

        if (reference.AccountId != account.AccountId)
        {
            throw Failures.WrongAccount(reference, account.AccountId);
        }
    }
}
