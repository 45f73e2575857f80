using System;
using System.Collections.Generic;
using System.IO;

namespace KeyRotation.Files;

/// <summary>The directories that a write had to make, for their owner only: an undo takes them away again.</summary>
internal sealed class PrivateDirectories
{
    private readonly Stack<string> made = new();

    /// <summary>Makes a directory and those above it, as far as they are missing.</summary>
    public void Make(string directory)
    {
        var missing = new Stack<string>();
        for (string? path = directory; !string.IsNullOrEmpty(path) && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            missing.Push(path!);
        }

        foreach (string path in missing)
        {
            if (MakeOne(path))
            {
                made.Push(path);
            }
        }
    }

    /// <summary>Takes away what was made, unless somebody else put something there.</summary>
    public void Remove()
    {
        try
        {
            while (made.Count > 0)
            {
                Directory.Delete(made.Pop());
            }
        }
        catch (Exception problem) when (FileFailures.IsOfFiles(problem))
        {
            // Not empty, or gone: in use by somebody else, or already as it was.
            made.Clear();
        }
    }

    private static bool MakeOne(string path)
    {
        if (UnixCalls.Available)
        {
            return UnixCalls.MakePrivateDirectory(path);
        }

        // Windows: the directory inherits, and below a user's profile that means this user, SYSTEM and administrators.
        Directory.CreateDirectory(path);
        return true;
    }
}
