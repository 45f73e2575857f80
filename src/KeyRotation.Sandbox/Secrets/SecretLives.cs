using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>The operations on secrets as a whole: from creation to deletion, and their tags.</summary>
internal sealed class SecretLives
{
    private readonly RegionalStores<SecretStore> stores;

    public SecretLives(RegionalStores<SecretStore> stores) => this.stores = stores;

    public IEnumerable<JsonOperation> Operations() =>
    [
        new("CreateSecret", context => context.Members.RequiredText("Name"), Create) { Changes = true, FurtherActions = Tagging },
        new("DescribeSecret", SecretsManagerService.Resource, Describe),
        new("DeleteSecret", SecretsManagerService.Resource, Delete) { Changes = true },
        new("RestoreSecret", SecretsManagerService.Resource, Restore) { Changes = true },
        new("TagResource", SecretsManagerService.Resource, Tag) { Changes = true },
        new("UntagResource", SecretsManagerService.Resource, Untag) { Changes = true },
    ];

    private static string[] Tagging(JsonContext context) => context.Members.Tags() is { Count: > 0 } ? ["TagResource"] : [];

    private JsonObject Create(JsonContext context)
    {
        var members = context.Members;
        if (members.Objects("AddReplicaRegions") is { Count: > 0 })
        {
            throw SecretErrors.InvalidParameter("The sandbox does not replicate secrets.");
        }

        var name = members.RequiredText("Name");
        var asked = new NewSecret(name, members.Token(), members.Content())
        {
            Description = members.Text("Description", 0, 2048),
            KmsKeyId = members.Text("KmsKeyId", 0, 2048),
            Tags = members.Tags() ?? [],
        };
        var secret = stores.In(context.Region, store => store.Create(asked).Snapshot());
        var answer = new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
        if (asked.Content is not null)
        {
            answer["VersionId"] = asked.Token;
        }

        return answer;
    }

    private JsonObject Describe(JsonContext context) =>
        stores.In(context.Region, store => Description(store.Existing(context.Members.SecretId())));

    private static JsonObject Description(SecretRecord secret)
    {
        var answer = new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["CreatedDate"] = JsonContext.Time(secret.CreatedDate),
            ["LastChangedDate"] = JsonContext.Time(secret.LastChangedDate),
        };
        AddText(answer, "Description", secret.Description);
        AddText(answer, "KmsKeyId", secret.KmsKeyId);
        AddText(answer, "PrimaryRegion", secret.PrimaryRegion);
        AddText(answer, "RotationLambdaARN", secret.RotationLambdaArn);
        if (secret.RotationLambdaArn is not null)
        {
            answer["RotationEnabled"] = true;
        }

        AddTime(answer, "LastAccessedDate", secret.LastAccessedDate);
        AddTime(answer, "DeletedDate", secret.DeletedDate);
        if (secret.Tags.Count > 0)
        {
            answer["Tags"] = JsonContext.Tags(secret.Tags);
        }

        var stages = new JsonObject();
        foreach (var version in secret.Versions.Where(version => version.Stages.Count > 0))
        {
            stages[version.VersionId] = JsonContext.Texts(version.Stages);
        }

        if (stages.Count > 0)
        {
            answer["VersionIdsToStages"] = stages;
        }

        return answer;
    }

    private static void AddText(JsonObject answer, string name, string? text)
    {
        if (text is not null)
        {
            answer[name] = text;
        }
    }

    private static void AddTime(JsonObject answer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            answer[name] = JsonContext.Time(known);
        }
    }

    private JsonObject Delete(JsonContext context)
    {
        var isForced = context.Members.Flag("ForceDeleteWithoutRecovery") == true;
        var days = context.Members.Number("RecoveryWindowInDays");
        if (isForced && days is not null)
        {
            throw SecretErrors.InvalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }

        if (days is < 7 or > 30)
        {
            throw SecretErrors.InvalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }

        var recovery = isForced ? (TimeSpan?)null : TimeSpan.FromDays(days ?? 30);
        var deleted = stores.In(context.Region, store => store.Delete(context.Members.SecretId(), recovery));
        return new() { ["ARN"] = deleted.Arn, ["Name"] = deleted.Name, ["DeletionDate"] = JsonContext.Time(deleted.DeletionDate) };
    }

    private JsonObject Restore(JsonContext context)
    {
        var secret = stores.In(context.Region, store => store.Restore(context.Members.SecretId()).Snapshot());
        return new() { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
    }

    private JsonObject? Tag(JsonContext context)
    {
        var tags = context.Members.Tags() ?? throw AwsErrors.MustBeSet("tags");
        stores.In(context.Region, store =>
        {
            store.SetTags(store.Usable(context.Members.SecretId()), tags);
            return true;
        });
        return null;
    }

    private JsonObject? Untag(JsonContext context)
    {
        var keys = context.Members.Texts("TagKeys") ?? throw AwsErrors.MustBeSet("tagKeys");
        stores.In(context.Region, store => keys.Count(store.Usable(context.Members.SecretId()).Tags.Remove));
        return null;
    }
}
