using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>Makes and checks the text of single values.</summary>
internal static class ShapeValues
{
    private static readonly DateTimeOffset FirstTime = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A value of the shape that no other number gives.</summary>
    public static string Make(Shape shape, int number) => shape.Type switch
    {
        "string" when shape.Enum.Count > 0 => shape.Enum[number % shape.Enum.Count],
        "string" => Candidates(number).FirstOrDefault(candidate => Problem(shape, candidate) is null)
            ?? throw new InvalidOperationException($"No text is known that {shape.Name} takes."),
        "timestamp" => FirstTime.AddHours(number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "integer" or "long" => (100 + number).ToString(CultureInfo.InvariantCulture),
        "boolean" => "true",
        "blob" => Convert.ToBase64String([0xFF, 0x00, .. BitConverter.GetBytes(number)]),
        _ => throw new InvalidOperationException($"{shape.Type} is not a type of single values."),
    };

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public static string? Problem(Shape shape, string value) => shape.Type switch
    {
        "string" when shape.Enum.Count > 0 && !shape.Enum.Contains(value) => "is not one of the values",
        "string" when value.Length < (shape.Min ?? 0) || value.Length > (shape.Max ?? int.MaxValue) => "has a length that is not allowed",
        "string" when shape.Pattern is string pattern && !Matches(pattern, value) => "does not match the pattern",
        "integer" or "long" => IsWithin(shape, value) ? null : "is not a number in the range",
        "boolean" => value is "true" or "false" ? null : "is not true or false",
        _ => null,
    };

    /// <summary>Texts with characters that XML must escape first, plain ones for those with a pattern after them.</summary>
    private static IEnumerable<string> Candidates(int number)
    {
        yield return FormattableString.Invariant($"value {number:D4} <&> \"ü\" +/= of thirty-two or more");
        yield return FormattableString.Invariant($"VALUE{number:D4}OFTWENTYFOURLETT");
        yield return FormattableString.Invariant($"value{number:D4}");
        yield return FormattableString.Invariant($"/value{number:D4}/");
        yield return FormattableString.Invariant($"{number:D12}");
        yield return FormattableString.Invariant($"{number:D6}");
        yield return FormattableString.Invariant($"{number}h");
        yield return FormattableString.Invariant($"eu-north-{number}");

        // The ids and ARNs of Organizations.
        yield return FormattableString.Invariant($"o-value{number:D5}");
        yield return FormattableString.Invariant($"r-value{number:D5}");
        yield return FormattableString.Invariant($"ou-abcd-value{number:D5}");
        yield return FormattableString.Invariant($"p-value{number:D5}");
        yield return FormattableString.Invariant($"o-value{number:D5}/r-abcd/");
        yield return FormattableString.Invariant($"value{number:D4}@example.com");
        foreach (string resource in new[] { "organization/o-value00000", "account/o-value00000/123456789012", "root/o-value00000/r-abcd", "ou/o-value00000/ou-abcd-12345678", "policy/o-value00000/service_control_policy/p-value00000" })
        {
            yield return FormattableString.Invariant($"arn:aws:organizations::{number:D12}:{resource}");
        }
    }

    private static bool IsWithin(Shape shape, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
        && number >= (shape.Min ?? long.MinValue)
        && number <= (shape.Max ?? long.MaxValue);

    private static bool Matches(string pattern, string value) => Regex.IsMatch(value, "^(?:" + pattern + ")$", RegexOptions.None, TimeSpan.FromSeconds(1));
}
