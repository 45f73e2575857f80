using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Control;

namespace KeyRotation.Sandbox;

/// <summary>The account as the controls see it: everything but keys' secrets and the values that are stored.</summary>
internal sealed class ControlledAccount : IControlledAccount
{
    private readonly SandboxAccount account;
    private readonly SandboxClock clock;

    public ControlledAccount(SandboxAccount account, SandboxClock clock)
    {
        this.account = account;
        this.clock = clock;
    }

    public object Describe() => new
    {
        accountId = account.AccountId,
        partition = account.Partition,
        rootHasAccessKey = account.RootHasAccessKey,
        utcNow = clock.UtcNow,
        users = account.Users.Select(User),
        deletedKeys = account.DeletedKeys,
        secrets = account.SecretStores.All(store => store.All().Select(secret => secret.Snapshot())).Select(Secret),
        parameters = account.ParameterStores.All(store => store.All.Select(parameter => parameter.Snapshot())).Select(Parameter),
    };

    public object? RecordUse(string accessKeyId, string service, string? region, DateTimeOffset? at)
    {
        account.RecordUse(accessKeyId, service, region ?? account.Region, at);
        return account.FindKey(accessKeyId)?.LastUsed;
    }

    public string AddFinding(string accessKeyId, string type, double severity, string? region)
    {
        var userName = account.FindKey(accessKeyId)?.UserName ?? throw Iam.IamErrors.AccessKeyNotFound(accessKeyId);
        return account.AddFinding(region ?? account.Region, new SandboxFinding(accessKeyId, userName) { Type = type, Severity = severity });
    }

    public void AttachPolicy(string userName, string policyName) => account.AttachAwsPolicy(userName, policyName);

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
