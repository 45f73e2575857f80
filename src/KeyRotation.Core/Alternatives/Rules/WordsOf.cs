namespace KeyRotation.Alternatives.Rules;

/// <summary>Finds a word in a name or a user agent, whatever separates words there.</summary>
internal static class WordsOf
{
    /// <summary>Whether a text has a word, written together or with separators: <c>newrelic</c> is in <c>svc-New_Relic/1.0</c>, and <c>wiz</c> not in <c>wizard</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word, in lower case and without separators.</param>
    public static bool Contains(string text, string word)
    {
        for (int start = 0; start < text.Length; start++)
        {
            if ((start == 0 || !IsPart(text[start - 1])) && EndOf(text, start, word) is int end && (end == text.Length || !IsLetter(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static int? EndOf(string text, int start, string word)
    {
        int at = start;
        foreach (char letter in word)
        {
            while (at > start && at < text.Length && text[at] is '-' or '_' or '.' or ' ')
            {
                at++;
            }

            if (at >= text.Length || char.ToLowerInvariant(text[at]) != letter)
            {
                return null;
            }

            at++;
        }

        return at;
    }

    private static bool IsLetter(char character) => char.IsLetter(character);

    private static bool IsPart(char character) => char.IsLetterOrDigit(character);
}
