using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sightings;

namespace KeyRotation.Leaks;

/// <summary>Finds the keys of an account whose ids lie in files or in the history of a git repository.</summary>
public sealed class LeakSearch
{
    private const string Source = "Files";

    private readonly AccountSession account;
    private readonly IKeyLookup lookup;
    private readonly LeakOptions options;
    private readonly IReport report;
    private readonly HashSet<KeySighting> sightings = [];

    /// <summary>Prepares a search.</summary>
    /// <param name="account">The account.</param>
    /// <param name="lookup">Finds out whose a key is.</param>
    /// <param name="options">Where to look.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects, failures and warnings.</param>
    public LeakSearch(AccountSession account, IKeyLookup lookup, LeakOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.lookup = lookup ?? throw new ArgumentNullException(nameof(lookup));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Runs the search.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        SearchFiles(cancellationToken);
        if (options.ReadsHistory)
        {
            SearchHistories(cancellationToken);
        }

        await new SightedKeys(account, lookup, options.IncludeInactive, report).GiveAsync(sightings, cancellationToken).ConfigureAwait(false);
    }

    private void SearchFiles(CancellationToken cancellationToken)
    {
        int searched = 0;
        int binary = 0;
        foreach (string file in options.Paths.SelectMany(path => FileTree.Files(path, report)).Distinct(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            report.Progress(new WorkProgress("Searching files", file, searched, Total: 0));
            searched++;
            binary += SearchFile(file, cancellationToken) ? 0 : 1;
        }

        report.Verbose($"{searched} files were looked at.");
        if (binary > 0)
        {
            report.Warning($"{binary} binary files were left out. -Verbose has their names.");
        }
    }

    /// <summary>Searches a file; false where it is binary.</summary>
    private bool SearchFile(string file, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using TextReader? text = SearchedText.Open(stream);
            if (text is null)
            {
                report.Verbose($"{file} is binary.");
                return false;
            }

            foreach (TextPiece piece in TextPiece.Read(text))
            {
                cancellationToken.ThrowIfCancellationRequested();
                sightings.UnionWith(KeyIdText.In(piece.Text).Select(id => new KeySighting(id, new CompromiseEvidence(Source, $"{file}:{piece.Line}"))));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            report.Failure(LeakFailures.FileUnreadable(file, problem));
        }

        return true;
    }

    private void SearchHistories(CancellationToken cancellationToken)
    {
        if (GitHistory.FindGit() is not string git)
        {
            report.Failure(LeakFailures.GitMissing());
            return;
        }

        foreach (string path in options.Paths)
        {
            sightings.UnionWith(new GitHistory(git, path, report).Search(cancellationToken));
        }
    }
}
