using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace KeyRotation.Delivery.Files;

/// <summary>Replacements in a text, at places of the text as it is before the first of them.</summary>
internal sealed class TextEdits
{
    private readonly List<(int Start, int End, string Text)> edits = [];

    public void Replace(int start, int end, string text) => edits.Add((start, end, text));

    public string ApplyTo(string text)
    {
        var changed = new StringBuilder(text.Length + 128);
        int copied = 0;
        foreach ((int start, int end, string replacement) in edits.OrderBy(edit => edit.Start))
        {
            changed.Append(text, copied, start - copied).Append(replacement);
            copied = end;
        }

        return changed.Append(text, copied, text.Length - copied).ToString();
    }
}
