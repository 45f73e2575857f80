using System;
using System.Text;
using System.Text.RegularExpressions;
using KeyRotation.Sandbox.Errors;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>What Secrets Manager takes, and how it refuses the rest.</summary>
internal static class SecretRules
{
    private const int MostBytes = 65536;

    public static void Check(NewSecret secret)
    {
        MemberRules.Length("name", secret.Name, 1, 512);
        if (!Regex.IsMatch(secret.Name, @"^[A-Za-z0-9/_+=.@!-]+\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        {
            throw AwsErrors.Validation("Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        }

        if (secret.Content is not null)
        {
            Check(secret.Content);
        }
    }

    public static void Check(SecretContent content)
    {
        var isText = content.Text is not null;
        var length = isText ? Encoding.UTF8.GetByteCount(content.Text!) : Convert.FromBase64String(content.Binary!).Length;
        var constraint = length < 1 ? "greater than or equal to 1" : length > MostBytes ? "less than or equal to " + MostBytes : null;
        if (constraint is not null)
        {
            // The value is not quoted.
            throw AwsErrors.Validation(
                "1 validation error detected: Value at '" + (isText ? "secretString" : "secretBinary")
                + "' failed to satisfy constraint: Member must have length " + constraint);
        }
    }

    public static void CheckMove(string stage, SecretVersionRecord? holder, SecretVersionRecord? from, SecretVersionRecord? to)
    {
        if (from is null && to is null)
        {
            throw SecretErrors.InvalidParameter("You must specify RemoveFromVersionId, MoveToVersionId, or both.");
        }

        if (from is not null && from != holder)
        {
            throw SecretErrors.InvalidParameter("The staging label " + stage + " is not attached to version " + from.VersionId + ".");
        }

        if (to is null && stage == SecretRecord.Current)
        {
            throw SecretErrors.InvalidParameter(
                "You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.");
        }

        if (from is null && holder is not null && holder != to)
        {
            throw SecretErrors.InvalidParameter(
                "The parameter RemoveFromVersionId can't be empty. Staging label " + stage + " is currently attached to version "
                + holder.VersionId + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
    }
}
