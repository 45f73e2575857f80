using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Trail;

/// <summary>Writes events as LookupEvents answers them.</summary>
internal sealed class TrailEvents
{
    private readonly AccountIdentity identity;

    public TrailEvents(AccountIdentity identity) => this.identity = identity;

    public JsonObject Write(TrailRecord record)
    {
        var answer = new JsonObject
        {
            ["EventId"] = IdOf(record),
            ["EventName"] = record.Operation,
            ["ReadOnly"] = record.IsReadOnly ? "true" : "false",
            ["AccessKeyId"] = record.Signer.AccessKeyId,
            ["EventTime"] = JsonContext.Time(record.At),
            ["EventSource"] = record.EventSource,
            ["Resources"] = JsonContext.Array(Resources(record), resource => new JsonObject { ["ResourceType"] = resource.Type, ["ResourceName"] = resource.Name }),
            ["CloudTrailEvent"] = Detail(record).ToJsonString(),
        };
        if ((record.Signer.UserName ?? record.Signer.Arn.Split('/')[^1]) is { } name)
        {
            answer["Username"] = name;
        }

        return answer;
    }

    public string IdOf(TrailRecord record)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{identity.AccountId}/{record.Number}")));
        return new Guid(hash.AsSpan(0, 16)).ToString("D", CultureInfo.InvariantCulture);
    }

    /// <summary>What the event is found by as a resource: keys and users of IAM.</summary>
    public static IEnumerable<(string Type, string Name)> Resources(TrailRecord record)
    {
        if (record.Service != "iam")
        {
            yield break;
        }

        if ((record.CreatedKeyId ?? record.Parameters.GetValueOrDefault("AccessKeyId")) is { } keyId)
        {
            yield return ("AWS::IAM::AccessKey", keyId);
        }

        if (UserOf(record) is { } userName)
        {
            yield return ("AWS::IAM::User", userName);
        }
    }

    private static string? UserOf(TrailRecord record) =>
        record.Parameters.GetValueOrDefault("UserName") ?? (record.Operation.EndsWith("AccessKey", StringComparison.Ordinal) ? record.Signer.UserName : null);

    private JsonObject Detail(TrailRecord record)
    {
        var signer = record.Signer;
        var detail = new JsonObject
        {
            ["eventVersion"] = "1.10",
            ["userIdentity"] = new JsonObject
            {
                ["type"] = signer.UserName is null ? "AssumedRole" : "IAMUser",
                ["principalId"] = signer.PrincipalId,
                ["arn"] = signer.Arn,
                ["accountId"] = identity.AccountId,
                ["accessKeyId"] = signer.AccessKeyId,
                ["userName"] = signer.UserName,
            },
            ["eventTime"] = record.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["eventSource"] = record.EventSource,
            ["eventName"] = record.Operation,
            ["awsRegion"] = record.Region,
            ["sourceIPAddress"] = record.SourceAddress,
            ["userAgent"] = record.UserAgent,
            ["requestParameters"] = record.Parameters.Count == 0 ? null : Parameters(record),
            ["responseElements"] = record.CreatedKeyId is null ? null : new JsonObject
            {
                ["accessKey"] = new JsonObject { ["userName"] = UserOf(record), ["accessKeyId"] = record.CreatedKeyId, ["status"] = "Active" },
            },
            ["eventID"] = IdOf(record),
            ["readOnly"] = record.IsReadOnly,
            ["eventType"] = "AwsApiCall",
            ["managementEvent"] = true,
            ["recipientAccountId"] = identity.AccountId,
            ["eventCategory"] = "Management",
        };
        if (record.ErrorCode is { } error)
        {
            detail["errorCode"] = error;
        }

        return detail;
    }

    private static JsonObject Parameters(TrailRecord record) =>
        new(record.Parameters.Select(parameter => KeyValuePair.Create<string, JsonNode?>(char.ToLowerInvariant(parameter.Key[0]) + parameter.Key[1..], JsonValue.Create(parameter.Value))));
}
