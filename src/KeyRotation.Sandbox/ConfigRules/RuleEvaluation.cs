using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyRotation.Sandbox.ConfigRules;

/// <summary>The managed rules on access keys, as AWS Config would judge: older than so many days is too old, to the second.</summary>
internal static class RuleEvaluation
{
    public static IReadOnlyList<EvaluationRecord> Of(RuleRecord rule, ConfigSnapshot snapshot, DateTimeOffset now, bool recordsUsers, string accountId) => rule.SourceIdentifier switch
    {
        "IAM_ROOT_ACCESS_KEY_CHECK" => [new("AWS::::Account", accountId, !snapshot.RootHasAccessKey)],
        "ACCESS_KEYS_ROTATED" when recordsUsers => Users(snapshot, user => user.KeysCreated, now.AddDays(-Days(rule, "maxAccessKeyAge"))),
        "IAM_USER_UNUSED_CREDENTIALS_CHECK" when recordsUsers => Users(snapshot, user => user.LastUses, now.AddDays(-Days(rule, "maxCredentialUsageAge"))),
        _ => [],
    };

    /// <summary>The days in the parameters of a rule; 90 where they say nothing.</summary>
    /// <exception cref="AwsErrorException">InvalidParameterValueException.</exception>
    public static int Days(RuleRecord rule, string parameter)
    {
        try
        {
            var given = JsonNode.Parse(rule.InputParameters)!.AsObject()[parameter]?.ToString();
            return given is null ? 90
                : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0 ? days
                : throw ConfigErrors.Invalid("Invalid value for parameter " + parameter + ": " + given);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw ConfigErrors.Invalid("Invalid json " + rule.InputParameters + " passed in the InputParameters field.");
        }
    }

    private static IReadOnlyList<EvaluationRecord> Users(ConfigSnapshot snapshot, Func<ReportedUser, IEnumerable<DateTimeOffset>> moments, DateTimeOffset since) =>
        snapshot.Users.Select(user => new EvaluationRecord("AWS::IAM::User", user.UserId, moments(user).All(moment => moment >= since))).ToArray();
}
