using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using KeyRotation.Delivery.Forms;

namespace KeyRotation;

/// <summary>
/// What is written of a key, and under which names: the application's choice. In PowerShell a hashtable is cast to it. What is not
/// given is as without a form. A destination recognises a key by its form alone: a key under other names is something else to it.
/// </summary>
public sealed record KeyForm
{
    /// <summary>
    /// The name of the key's id. Default: AccessKeyId in JSON, AWS_ACCESS_KEY_ID in an env file; for SES SmtpUsername and SMTP_USERNAME.
    /// </summary>
    public string? IdName { get; init; }

    /// <summary>
    /// The name of the secret. Default: SecretAccessKey in JSON, AWS_SECRET_ACCESS_KEY in an env file; for SES SmtpPassword and SMTP_PASSWORD.
    /// </summary>
    public string? SecretName { get; init; }

    /// <summary>Where the object of the key is in a larger JSON document: names of members, parted by dots. Default: the document itself.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// What is written beside the key: names and texts, which may contain {UserName}, {AccountId}, {AccountName}, {AccessKeyId} and
    /// {RotatedAt} (UTC, ISO 8601). Default: nothing.
    /// </summary>
    public IDictionary? Members { get; init; }

    /// <summary>
    /// The region of Amazon SES whose SMTP password is written in place of the secret: it is derived from the secret, for this region alone.
    /// Default: none, the secret itself.
    /// </summary>
    public string? SmtpRegion { get; init; }

    /// <summary>
    /// Whether id and secret are two secrets or parameters, each a text: NAME/id and NAME/secret, or with <see cref="IdName"/> and
    /// <see cref="SecretName"/> as the last parts of the names. Default: false.
    /// </summary>
    public bool Separate { get; init; }

    /// <summary>SMTP credentials for Amazon SES: the key's id as the user name, and the password that AWS derives from the secret.</summary>
    /// <param name="region">The region of SES, e.g. eu-central-1.</param>
    /// <exception cref="ArgumentException">It is not the name of a region.</exception>
    public static KeyForm SesSmtp(string region) => new KeyForm { SmtpRegion = region ?? string.Empty }.Checked(isEnvironment: false);

    /// <summary>A form that can be written and read back.</summary>
    /// <param name="isEnvironment">Whether it is for an env file.</param>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal KeyForm Checked(bool isEnvironment)
    {
        var members = new OrderedDictionary();
        foreach (DictionaryEntry member in Members ?? new Hashtable())
        {
            members[member.Key] = member.Value;
        }

        // A copy: what is checked here stays as it is, whatever becomes of the hashtable.
        KeyForm given = this with { IdName = Given(IdName), SecretName = Given(SecretName), Path = Given(Path), Members = members };
        return KeyFormRules.ProblemOf(given, isEnvironment) is string problem ? throw new ArgumentException($"The form cannot be used: {problem}") : given;
    }

    /// <summary>The texts that are written beside the key, as they are given.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Templates() => (Members ?? new Hashtable())
        .Cast<DictionaryEntry>()
        .Select(member => new KeyValuePair<string, string>(
            Convert.ToString(member.Key, CultureInfo.InvariantCulture) ?? string.Empty,
            Convert.ToString(member.Value, CultureInfo.InvariantCulture) ?? string.Empty));

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
