using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Rules;

/// <summary>A word in the name of a user, or in a tag that somebody gave it.</summary>
/// <param name="Confidence">A tag was given to say something; a name may be historical.</param>
/// <param name="Sign">What was seen.</param>
internal sealed record NameEvidence(string Confidence, string Sign)
{
    public static NameEvidence? Of(KeyFacts facts, string word)
    {
        foreach (KeyValuePair<string, string> tag in facts.Key.Tags ?? new Dictionary<string, string>())
        {
            if (WordsOf.Contains(tag.Value, word) || WordsOf.Contains(tag.Key, word))
            {
                return new NameEvidence(AlternativeConfidence.Medium, $"the tag {tag.Key} = {tag.Value} of the user");
            }
        }

        return WordsOf.Contains(facts.UserName, word) ? new NameEvidence(AlternativeConfidence.Low, $"{word} in the name of the user {facts.UserName}") : null;
    }
}
