using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using KeyRotation.Sightings;

namespace KeyRotation.Leaks;

/// <summary>Ids of keys that were ever added to files of a git repository, in any branch, tag or stash, read from git as it gives them.</summary>
internal sealed class GitHistory
{
    /// <summary>Programs that a repository may name to show its files are not run. Only commits that touch a line with such an id are shown.</summary>
    private const string Log = "--no-pager -c core.quotePath=false -c core.fsmonitor=false -c log.showSignature=false log --all -m -p -U0 --relative --no-color --no-ext-diff --no-textconv --no-renames "
        + "--src-prefix=a/ --dst-prefix=b/ \"-GA(KI|SI)A[A-Z2-7]{16}\" --format=%x01%H%x01%cI -- .";

    private const string IsShallow = "-c core.fsmonitor=false rev-parse --is-shallow-repository";

    private readonly string git;
    private readonly string folder;
    private readonly string? onlyFile;
    private readonly IReport report;

    /// <param name="git">The git executable.</param>
    /// <param name="path">A folder in a repository, or a file in one.</param>
    /// <param name="report">Receives failures and warnings.</param>
    public GitHistory(string git, string path, IReport report)
    {
        this.git = git;
        this.report = report;
        bool isFolder = Directory.Exists(path);
        folder = isFolder ? path : Path.GetDirectoryName(path) ?? path;
        onlyFile = isFolder ? null : Path.GetFileName(path);
    }

    /// <summary>The git executable; null where there is none. Never one of the current folder, which may be what is searched.</summary>
    public static string? FindGit()
    {
        string name = Path.DirectorySeparatorChar == '\\' ? "git.exe" : "git";
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(entry => entry.Trim('"', ' '))
            .Where(entry => entry.Length > 0 && entry.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(entry))
            .Select(entry => Path.Combine(entry, name))
            .FirstOrDefault(File.Exists);
    }

    public IReadOnlyCollection<KeySighting> Search(CancellationToken cancellationToken)
    {
        var shallow = new StringBuilder();
        if (!Run(IsShallow, pieces => shallow.Append(string.Concat(pieces.Select(piece => piece.Text))), cancellationToken))
        {
            return [];
        }

        if (shallow.ToString().Trim() == "true")
        {
            report.Warning($"The history of {folder} is not complete here: the repository is a shallow clone. Run git fetch --unshallow, and run again.");
        }

        var patch = new GitPatch(onlyFile);
        Run(Log, pieces => patch.Read(pieces, cancellationToken), cancellationToken);
        return patch.Sightings;
    }

    private bool Run(string arguments, Action<IEnumerable<TextPiece>> read, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(git, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                Environment = { ["GIT_OPTIONAL_LOCKS"] = "0", ["GIT_TERMINAL_PROMPT"] = "0", ["LC_ALL"] = "C" },
            },
        };
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        using CancellationTokenRegistration stop = cancellationToken.Register(() => End(process));
        read(TextPiece.Read(process.StandardOutput));
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
        {
            return true;
        }

        report.Failure(LeakFailures.GitFailed(folder, said.ToString()));
        return false;
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
