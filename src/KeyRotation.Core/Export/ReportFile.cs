using System;
using System.IO;
using System.Text;
using KeyRotation.Files;

namespace KeyRotation.Export;

/// <summary>
/// Writes a report whole or not at all: to a temporary file in the same directory, which then takes the place in one
/// step. A new file has the permissions that any new file has there; one that is replaced keeps its own.
/// </summary>
public static class ReportFile
{
    /// <summary>Refuses, before there is a report, a file that could not be written. Changes nothing.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="KeyRotationException">The file is there, or cannot be written.</exception>
    public static void Check(string path, bool overwrite) => Guard(() =>
    {
        WritablePlace.Check(path);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new DestinationException(FailureCategory.ObjectNotFound, $"The directory of {path} does not exist. Make it, or name another path.");
        }

        if (!overwrite && File.Exists(path))
        {
            throw ExportFailures.ReportExists(path);
        }
    });

    /// <summary>Writes a report.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="text">The report.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="KeyRotationException">The file is there, or cannot be written; nothing is changed.</exception>
    public static void Write(string path, string text, bool overwrite) => Guard(() =>
    {
        Check(path, overwrite);
        FileFailures.Guard("write", path, () =>
        {
            string target = overwrite ? LinkTarget.Of(path) : path;
            string temporary = target + "." + Guid.NewGuid().ToString("N") + ".tmp";
            try
            {
                WriteTo(temporary, text);
                Place(temporary, target, overwrite);
            }
            finally
            {
                File.Delete(temporary);
            }

            return true;
        });
    });

    private static void WriteTo(string path, string text)
    {
        byte[] content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(content, 0, content.Length);
        file.Flush(flushToDisk: true);
    }

    private static void Place(string temporary, string target, bool overwrite)
    {
        bool isThere = File.Exists(target);
        if (!overwrite || !isThere)
        {
            Move(temporary, target);
        }
        else if (UnixCalls.Available)
        {
            if (UnixStatus.Of(target) is UnixStatus former)
            {
                UnixCalls.ChangeMode(temporary, former.Mode);
            }

            UnixCalls.Rename(temporary, target);
        }
        else
        {
            File.Replace(temporary, target, destinationBackupFileName: null);
        }
    }

    /// <summary>Fails when somebody made a file of that name meanwhile.</summary>
    private static void Move(string temporary, string target)
    {
        if (UnixCalls.Available)
        {
            UnixCalls.RenameToNew(temporary, target);
        }
        else
        {
            File.Move(temporary, target);
        }
    }

    private static void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (DestinationException problem)
        {
            throw ExportFailures.ReportNotWritten(problem);
        }
    }
}
