namespace KeyRotation.Users;

/// <summary>Refuses targets that no step can act on.</summary>
internal static class Targets
{
    public static void RequireActionable(AccountSession account, KeyTarget target)
    {
        KeyReference reference = target.In(account.AccountId);
        if (target.UserName == KeyReference.RootUserName)
        {
            throw Failures.RootKey(reference);
        }

        account.RequireOwn(reference);
    }
}
