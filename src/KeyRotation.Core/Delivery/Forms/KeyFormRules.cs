using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Delivery.Forms;

/// <summary>What a form may say, so that what is written can be recognised again.</summary>
internal static class KeyFormRules
{
    private const RegexOptions Strict = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly Regex Region = new("^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$", Strict, Limit);
    private static readonly Regex Placeholder = new(@"\{[A-Za-z]+\}", Strict, Limit);
    private static readonly Regex Part = new("^[A-Za-z0-9_.-]+$", Strict, Limit);
    private static readonly Regex Variable = new("^[A-Za-z_][A-Za-z0-9_]*$", Strict, Limit);

    private static readonly string[] Placeholders = ["{UserName}", "{AccountId}", "{AccountName}", "{AccessKeyId}", "{RotatedAt}"];

    /// <summary>What is wrong with a form; null when nothing is.</summary>
    /// <param name="form">The form.</param>
    /// <param name="isEnvironment">Whether it is for variables, as in an env file.</param>
    public static string? ProblemOf(KeyForm form, bool isEnvironment) =>
        form.SmtpRegion is string region && !Region.IsMatch(region) ? $"'{region}' is not the name of a region, such as eu-central-1. An SMTP password is valid for one region."
        : form.Path?.Split('.').Any(string.IsNullOrEmpty) == true ? $"the path '{form.Path}' has an empty part. Write names of members with single dots between them, such as app.aws."
        : form.Separate && !isEnvironment ? ProblemOfParts(form)
        : ProblemOf([.. form.Templates()])
        ?? ProblemOf(isEnvironment ? KeyFormNames.InEnvironment(form) : KeyFormNames.InJson(form), form)
        ?? (isEnvironment ? ProblemOfEnvironment(form) : null);

    private static string? ProblemOfEnvironment(KeyForm form) =>
        form.Separate ? "id and secret are two variables anyway. Leave Separate out."
        : form.Path is not null ? "variables have no members and no path. Leave Path out."
        : new[] { KeyFormNames.InEnvironment(form).Id, KeyFormNames.InEnvironment(form).Secret }.Concat(form.Templates().Select(member => member.Key)).FirstOrDefault(name => !Variable.IsMatch(name)) is string wrong
            ? $"'{wrong}' cannot be the name of a variable: letters, digits and _ are allowed, and a digit not in the first place."
        : form.Templates().FirstOrDefault(member => member.Value.Any(char.IsControl)).Key is string broken
            ? $"the text of {broken} has a line break or a control character."
        : null;

    private static string? ProblemOfParts(KeyForm form)
    {
        (string id, string secret) = KeyFormNames.OfParts(form);
        return form.Path is not null || form.Templates().Any() ? "two secrets or parameters are texts, which have no members. Leave Path and Members out."
            : !Part.IsMatch(id) || !Part.IsMatch(secret) || id == secret ? $"'{id}' and '{secret}' cannot be the last parts of two names: letters, digits and _.- are allowed, and they must differ."
            : null;
    }

    private static string? ProblemOf(IReadOnlyList<KeyValuePair<string, string>> members)
    {
        foreach (KeyValuePair<string, string> member in members)
        {
            if (member.Key.Length == 0)
            {
                return "a member has no name.";
            }

            if (Placeholder.Matches(member.Value).Cast<Match>().FirstOrDefault(found => !Placeholders.Contains(found.Value)) is Match unknown)
            {
                return $"the text of {member.Key} contains {unknown.Value}. These are replaced: {string.Join(", ", Placeholders)}.";
            }
        }

        return null;
    }

    private static string? ProblemOf((string Id, string Secret) names, KeyForm form) =>
        new[] { names.Id, names.Secret }.Concat(form.Templates().Select(member => member.Key)).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { Key: string twice }
            ? $"'{twice}' is the name of two things in it."
            : null;
}
