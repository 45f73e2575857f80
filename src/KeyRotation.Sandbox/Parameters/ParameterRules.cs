using System;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Sandbox.Errors;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>What Parameter Store takes, and how it refuses the rest.</summary>
internal static class ParameterRules
{
    public const string SecureString = "SecureString";

    private const string Standard = "Standard";
    private const string Advanced = "Advanced";
    private const int MostLevels = 15;
    private const int MostNameCharacters = 1011;
    private const int MostStandardCharacters = 4096;
    private const int MostAdvancedCharacters = 8192;

    public static void Check(NewParameter asked, ParameterRecord? existing)
    {
        CheckName(asked.Name);
        if (asked.Value.Length == 0)
        {
            throw AwsErrors.MustSatisfy("value", string.Empty, "have length greater than or equal to 1");
        }

        if (asked.Overwrite && asked.Tags.Count > 0)
        {
            throw ParameterErrors.TagsWithOverwrite();
        }

        if (asked.Type is not (null or "String" or "StringList" or SecureString))
        {
            throw ParameterErrors.UnsupportedType(asked.Type);
        }

        if (existing is null && asked.Type is null)
        {
            throw ParameterErrors.Validation("A parameter type is required when you create a parameter.");
        }

        if (existing is not null)
        {
            CheckOverwrite(asked, existing);
        }

        CheckKeyAndSize(asked, existing);
    }

    /// <summary>The tier of a new version.</summary>
    public static string Tier(NewParameter asked, ParameterVersionRecord? before) => asked.Tier switch
    {
        null => before?.Tier ?? Standard,
        "Intelligent-Tiering" => asked.Value.Length > MostStandardCharacters || before?.Tier == Advanced ? Advanced : Standard,
        var named => named,
    };

    private static void CheckOverwrite(NewParameter asked, ParameterRecord existing)
    {
        if (!asked.Overwrite)
        {
            throw ParameterErrors.AlreadyExists();
        }

        if (asked.Type is not null && asked.Type != existing.Type)
        {
            throw ParameterErrors.TypeMismatch();
        }

        if (asked.Tier == Standard && existing.Newest.Tier == Advanced)
        {
            throw ParameterErrors.Validation(
                "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the "
                + "standard-parameter tier.");
        }
    }

    private static void CheckKeyAndSize(NewParameter asked, ParameterRecord? existing)
    {
        if (asked.KeyId is not null)
        {
            MemberRules.Length("keyId", asked.KeyId, 1, 256);
            if ((asked.Type ?? existing?.Type) != SecureString)
            {
                throw ParameterErrors.Validation("KeyId can only be specified for parameters of type SecureString.");
            }

            if (!Matches(asked.KeyId, @"^[a-zA-Z0-9:/_-]+\z"))
            {
                throw AwsErrors.MustSatisfy("keyId", asked.KeyId, "satisfy regular expression pattern: ^([a-zA-Z0-9:/_-]+)$");
            }
        }

        var isAdvanced = Tier(asked, existing?.Newest) == Advanced;
        if (asked.Value.Length > (isAdvanced ? MostAdvancedCharacters : MostStandardCharacters))
        {
            throw ParameterErrors.ValueTooLong(isAdvanced);
        }
    }

    private static void CheckName(string name)
    {
        MemberRules.Length("name", name, 1, 2048);
        if (name.Contains('/', StringComparison.Ordinal) && !name.StartsWith('/'))
        {
            throw ParameterErrors.Validation("Parameter name must be a fully qualified name.");
        }

        if (StartsReserved(name.TrimStart('/')))
        {
            throw name.StartsWith("/aws/", StringComparison.OrdinalIgnoreCase) ? ParameterErrors.ReservedName(name)
                : name.Count(character => character == '/') > 1 ? ParameterErrors.InvalidName()
                : ParameterErrors.Validation("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        }

        if (name.Length > MostNameCharacters || !Matches(name, @"^([A-Za-z0-9_.-]+|(/[A-Za-z0-9_.-]+)+)\z"))
        {
            throw ParameterErrors.InvalidName();
        }

        if (name.Count(character => character == '/') > MostLevels)
        {
            throw ParameterErrors.TooManyLevels();
        }
    }

    private static bool StartsReserved(string name) =>
        name.StartsWith("aws", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ssm", StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string text, string pattern) =>
        Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
