using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>The operations on the versions of secrets and their stages.</summary>
internal sealed class SecretValues
{
    private readonly RegionalStores<SecretStore> stores;

    public SecretValues(RegionalStores<SecretStore> stores) => this.stores = stores;

    public IEnumerable<JsonOperation> Operations() =>
    [
        new("GetSecretValue", SecretsManagerService.Resource, Get),
        new("PutSecretValue", SecretsManagerService.Resource, Put) { Changes = true },
        new("UpdateSecretVersionStage", SecretsManagerService.Resource, MoveStage) { Changes = true },
        new("ListSecretVersionIds", SecretsManagerService.Resource, ListVersions),
    ];

    private JsonObject Get(JsonContext context)
    {
        var members = context.Members;
        var versionId = members.VersionId("VersionId");
        var stage = members.Text("VersionStage", 1, 256);
        return stores.In(context.Region, store =>
        {
            var (secret, version) = store.Read(members.SecretId(), versionId, stage);
            var answer = Answer(secret, version);
            answer["CreatedDate"] = JsonContext.Time(version.CreatedDate);
            answer[version.Content.Text is null ? "SecretBinary" : "SecretString"] = version.Content.Text ?? version.Content.Binary;
            return answer;
        });
    }

    private JsonObject Put(JsonContext context)
    {
        var members = context.Members;
        var token = members.Token();
        var content = members.Content() ?? throw SecretErrors.NoValue();
        var stages = members.Stages();
        return stores.In(context.Region, store =>
        {
            var (secret, version) = store.Put(members.SecretId(), token, content, stages);
            return Answer(secret, version);
        });
    }

    private static JsonObject Answer(SecretRecord secret, SecretVersionRecord version)
    {
        var answer = new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name, ["VersionId"] = version.VersionId };
        if (version.Stages.Count > 0)
        {
            answer["VersionStages"] = JsonContext.Texts(version.Stages);
        }

        return answer;
    }

    private JsonObject MoveStage(JsonContext context)
    {
        var members = context.Members;
        var stage = members.Text("VersionStage", 1, 256) ?? members.RequiredText("VersionStage");
        var from = members.VersionId("RemoveFromVersionId");
        var to = members.VersionId("MoveToVersionId");
        var secret = stores.In(context.Region, store => store.MoveStage(members.SecretId(), stage, from, to).Snapshot());
        return new() { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
    }

    private JsonObject ListVersions(JsonContext context)
    {
        var page = new JsonPage(context.Members, 100, 100, "InvalidNextTokenException");
        var withDeprecated = context.Members.Flag("IncludeDeprecated") == true;
        return stores.In(context.Region, store =>
        {
            var secret = store.Existing(context.Members.SecretId());
            var answer = new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
            page.Write(
                answer, "Versions", secret.Versions.Where(version => withDeprecated || version.Stages.Count > 0),
                version => version.Number.ToString("D19", CultureInfo.InvariantCulture), Entry);
            return answer;
        });
    }

    private static JsonObject Entry(SecretVersionRecord version)
    {
        var entry = new JsonObject { ["VersionId"] = version.VersionId, ["CreatedDate"] = JsonContext.Time(version.CreatedDate) };
        if (version.Stages.Count > 0)
        {
            entry["VersionStages"] = JsonContext.Texts(version.Stages);
        }

        if (version.LastAccessedDate is { } accessed)
        {
            entry["LastAccessedDate"] = JsonContext.Time(accessed);
        }

        return entry;
    }
}
