using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Control;

/// <summary>The account in words that may be shown: everything but keys' secrets and the values that are stored.</summary>
internal static class AccountState
{
    public static object Describe(SandboxAccount account, DateTimeOffset now) => new
    {
        accountId = account.AccountId,
        partition = account.Partition,
        rootHasAccessKey = account.RootHasAccessKey,
        utcNow = now,
        users = account.Users.Select(User),
        deletedKeys = account.DeletedKeys,
        secrets = account.AllSecrets().Select(Secret),
        parameters = account.AllParameters().Select(Parameter),
    };

    private static object Secret(SandboxSecret secret) => new
    {
        name = secret.Name,
        arn = secret.Arn,
        deletedDate = secret.DeletedDate,
        tags = Tags(secret.Tags),
        versions = secret.Versions.Select(version => new
        {
            versionId = version.VersionId,
            stages = version.Stages,
            createdDate = version.CreatedDate,
        }),
    };

    private static object Parameter(SandboxParameter parameter) => new
    {
        name = parameter.Name,
        arn = parameter.Arn,
        type = parameter.Type,
        version = parameter.Version,
        tags = Tags(parameter.Tags),
    };

    private static Dictionary<string, string> Tags(IReadOnlyDictionary<string, string> tags) =>
        tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    private static object User(SandboxUser user) => new
    {
        userName = user.UserName,
        arn = user.Arn,
        createDate = user.CreateDate,
        passwordEnabled = user.PasswordEnabled,
        passwordLastUsed = user.PasswordLastUsed,
        tags = Tags(user.Tags),
        keys = user.Keys.Select(key => new
        {
            accessKeyId = key.AccessKeyId,
            status = key.Status,
            createDate = key.CreateDate,
            lastUsed = key.LastUsed,
        }),
    };
}
