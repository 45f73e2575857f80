using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace KeyRotation;

/// <summary>
/// The one way for a text from outside into a message: what a service, a proxy, a process, a vault or a library says. It may
/// quote what it was given. Secrets are taken out of it; the ids of keys stay.
/// </summary>
public static class ForeignText
{
    private const string Mark = "(redacted)";
    private const string EncodedMark = "\u0001";
    private const int LongestRead = 16 * 1024;
    private const int LongestShown = 2000;

    /// <summary>What AWS encrypts and decodes again for who may read it: no secret, though it looks like one.</summary>
    private static readonly Regex Encoded = Form(@"(?<=\bencoded authorization (?:failure )?message: ?)[\w-]{20,}", RegexOptions.IgnoreCase);

    /// <summary>A shorter one would be found in ordinary words.</summary>
    private const int ShortestSecret = 4;

    /// <summary>What a character of base64 may be written as: in a form, in JSON, in JSON within JSON.</summary>
    private const string Base64 = @"(?:[A-Za-z0-9/+]|%2[BFbf]|\\{1,2}u002[BFbf]|\\/)";

    /// <summary>Where a word begins, after an escaped character too.</summary>
    private const string Begin = @"(?:(?<![A-Za-z0-9/+])|(?<=%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[bfnrt]))";

    /// <summary>What is a secret by its form, with what takes its place.</summary>
    private static readonly (Regex Form, string Instead)[] Forms =
    [
        (Form("(?<=://)[^\\s\"<>]*@"), Mark + "@"),
        (Form(@"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), Mark),
        (Form(
            @"(?<name>secret[\s_-]?(?:access[\s_-]?)?key|secret[\s_-]?string|client[\s_-]?secret|(?:session|security|access|refresh|web[\s_-]?identity)[\s_-]?token|passw(?:or)?d)"
            + @"(?<is>\\*[""']?\s*(?:[:=>]|%3[AaDd])\s*)(?:\\+""(?:[^""\\]|\\+(?![""\\]))*\\*""?|""(?:[^""\\]|\\.)*""?|'[^']*'?|[^\s""',;&}<]+)",
            RegexOptions.IgnoreCase), "${name}${is}" + Mark),
        (Form($"{Begin}{Base64}{{100,}}(?:=|%3[Dd])*"), Mark),
        (Form($"{Begin}(?=[A-Z0-9/+%\\\\]*[a-z])(?=[a-z0-9/+%\\\\]*[A-Z]){Base64}{{40}}(?![A-Za-z0-9/+])"), Mark),
    ];

    /// <summary>The text without secrets and without what controls a terminal, cut where it is long.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="secrets">The secrets that it may quote, of the work in hand; others are known by their form.</param>
    public static string Clean(string? text, IEnumerable<string>? secrets = null)
    {
        string clean = Regex.Replace(WithoutSecrets(text ?? string.Empty, secrets), @"[\p{Cc}-[\t\r\n]]", "?", RegexOptions.None, TimeSpan.FromSeconds(1));
        return clean.Length <= LongestShown ? clean : clean.Substring(0, LongestShown) + "…";
    }

    /// <summary>The cause, to go along with an error; null where a text of it had to be changed.</summary>
    /// <param name="cause">What was thrown.</param>
    /// <param name="secrets">The secrets that it may quote.</param>
    public static Exception? Keep(Exception? cause, IEnumerable<string>? secrets = null)
    {
        List<string>? known = secrets?.ToList();
        for (Exception? inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (inner.Message.Length > LongestRead || WithoutSecrets(inner.Message, known) != inner.Message)
            {
                return null;
            }
        }

        return cause;
    }

    private static string WithoutSecrets(string text, IEnumerable<string>? secrets)
    {
        StringBuilder known = new(text);
        foreach (string secret in (secrets ?? []).Where(secret => secret.Length >= ShortestSecret).SelectMany(Written).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length))
        {
            known.Replace(secret, Mark);
        }

        string clean = known.Length <= LongestRead ? known.ToString() : known.ToString(0, LongestRead);
        try
        {
            string encoded = Encoded.Match(clean).Value;
            clean = encoded.Length == 0 ? clean : clean.Replace(encoded, EncodedMark);
            foreach ((Regex form, string instead) in Forms)
            {
                clean = form.Replace(clean, instead);
            }

            return encoded.Length == 0 ? clean : clean.Replace(EncodedMark, encoded);
        }
        catch (RegexMatchTimeoutException)
        {
            return "(a text that could not be searched for secrets)";
        }
    }

    /// <summary>A secret as it may be quoted: as it is, in a form, in XML, and in JSON with few or many characters escaped.</summary>
    private static IEnumerable<string> Written(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return WebUtility.HtmlEncode(secret);
        string escaped = secret.Replace("\\", "\\\\").Replace("\"", "\\\"");
        yield return escaped;
        yield return escaped.Replace("/", "\\/");
        yield return secret.Replace("\\", "\\\\").Replace("\"", "\\u0022").Replace("+", "\\u002B").Replace("&", "\\u0026").Replace("<", "\\u003C").Replace(">", "\\u003E").Replace("'", "\\u0027").Replace("`", "\\u0060");
    }

    private static Regex Form(string pattern, RegexOptions options = RegexOptions.None) =>
        new(pattern, options | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
