using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using KeyRotation.Sightings;

namespace KeyRotation.Leaks;

/// <summary>Reads what git log -p -U0 shows: commits, files, and the lines that were added.</summary>
internal sealed class GitPatch
{
    private const string Source = "GitHistory";
    private const char CommitMark = '\u0001';
    private const string FileMark = "+++ ";

    private static readonly Regex Hunk = new(
        @"^@@ -\d+(,(?<old>\d+))? \+(?<line>\d+)(,(?<new>\d+))? @@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private readonly string? onlyFile;
    private readonly HashSet<KeySighting> sightings = [];
    private string commit = string.Empty;
    private DateTimeOffset? time;
    private string file = string.Empty;
    private int line;
    private int oldLeft;
    private int newLeft;

    /// <param name="onlyFile">The only file that counts; null for all.</param>
    public GitPatch(string? onlyFile) => this.onlyFile = onlyFile;

    public IReadOnlyCollection<KeySighting> Sightings => sightings;

    public void Read(IEnumerable<TextPiece> pieces, CancellationToken cancellationToken)
    {
        bool isAdded = false;
        foreach (TextPiece piece in pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isAdded = piece.IsContinued ? isAdded : Begin(piece.Text);
            if (isAdded && (onlyFile is null || file == onlyFile))
            {
                var evidence = new CompromiseEvidence(Source, $"{commit}:{file}:{line - 1}") { FirstSeen = time };
                sightings.UnionWith(KeyIdText.In(piece.Text.Substring(piece.IsContinued ? 0 : 1)).Select(id => new KeySighting(id, evidence)));
            }
        }
    }

    /// <summary>Takes a line into account; true where it was added to the file. Lines of the file are counted, because they may look like anything.</summary>
    private bool Begin(string text)
    {
        if (oldLeft > 0 && text.StartsWith("-", StringComparison.Ordinal))
        {
            oldLeft--;
        }
        else if (newLeft > 0 && text.StartsWith("+", StringComparison.Ordinal))
        {
            newLeft--;
            line++;
            return true;
        }
        else if (text.Length > 0 && text[0] == CommitMark)
        {
            string[] parts = text.Split(CommitMark);
            commit = parts[1];
            time = DateTimeOffset.TryParse(parts[2], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at) ? at : null;
        }
        else if (text.StartsWith(FileMark, StringComparison.Ordinal))
        {
            string name = text.Substring(FileMark.Length).Trim('"', '\t');
            file = name.StartsWith("b/", StringComparison.Ordinal) ? name.Substring(2) : name;
        }
        else if (Hunk.Match(text) is { Success: true } hunk)
        {
            line = Number(hunk.Groups["line"], otherwise: 0);
            oldLeft = Number(hunk.Groups["old"], otherwise: 1);
            newLeft = Number(hunk.Groups["new"], otherwise: 1);
        }

        return false;
    }

    private static int Number(Group group, int otherwise) => group.Success ? int.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;
}
