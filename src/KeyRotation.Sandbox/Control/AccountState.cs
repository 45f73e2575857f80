using System;
using System.Linq;

namespace KeyRotation.Sandbox.Control;

/// <summary>The account in words that may be shown: everything but the secrets.</summary>
internal static class AccountState
{
    public static object Describe(SandboxAccount account, DateTimeOffset now) => new
    {
        accountId = account.AccountId,
        partition = account.Partition,
        accountAlias = account.AccountAlias,
        rootHasAccessKey = account.RootHasAccessKey,
        utcNow = now,
        users = account.Users.Select(User),
        deletedKeys = account.DeletedKeys,
    };

    private static object User(SandboxUser user) => new
    {
        userName = user.UserName,
        arn = user.Arn,
        createDate = user.CreateDate,
        passwordEnabled = user.PasswordEnabled,
        passwordLastUsed = user.PasswordLastUsed,
        tags = user.Tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal),
        keys = user.Keys.Select(key => new
        {
            accessKeyId = key.AccessKeyId,
            status = key.Status,
            createDate = key.CreateDate,
            lastUsed = key.LastUsed,
        }),
    };
}
