namespace KeyRotation;

/// <summary>Names one key, and nothing less: account, user and key id.</summary>
/// <param name="AccountId">The twelve digits of the account; empty where only a name was given.</param>
/// <param name="UserName">The IAM user; empty where only the key's id was given.</param>
/// <param name="AccessKeyId">The key's id; null while only the user is known, as for a saved credential report.</param>
public sealed record KeyReference(string AccountId, string UserName, string? AccessKeyId)
{
    /// <summary>The name that credential reports give the root user.</summary>
    public const string RootUserName = "<root_account>";

    /// <summary>The key as messages name it.</summary>
    public override string ToString() => AccessKeyId is null
        ? AccountId.Length == 0 ? $"user {UserName}" : $"user {UserName} of account {AccountId}"
        : UserName.Length == 0 ? $"key {AccessKeyId} in account {AccountId}"
        : $"key {AccessKeyId} of user {UserName} in account {AccountId}";
}
