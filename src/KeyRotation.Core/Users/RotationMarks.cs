using System;
using System.IO;
using System.Linq;
using KeyRotation.Journal;

namespace KeyRotation.Users;

/// <summary>
/// Marks of the rotations that run on this machine, one file each, held open while the rotation runs. A file that is there and
/// is not held proves that the process of its rotation is gone, or gave up: what it left can be settled at once. Where no file
/// can be written or held nothing is proven, and what a rotation left is settled when it cannot be running any more.
/// </summary>
public sealed class RotationMarks
{
    private const int LengthOfToken = 32;

    /// <summary>A request that a dead process sent may still be carried out.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(1);

    private readonly string? folder;

    /// <summary>Uses a folder.</summary>
    /// <param name="folder">Where the marks are; null for none.</param>
    public RotationMarks(string? folder) => this.folder = folder;

    /// <summary>
    /// The marks of the user of this process on this machine, in the folder of local application data: no other user can write
    /// there. Where machines share that folder, a lock of one need not hold on another.
    /// </summary>
    public static RotationMarks OfUser()
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new RotationMarks(data.Length == 0 ? null : Path.Combine(data, "KeyRotation", "running", Environment.MachineName));
    }

    /// <summary>Marks a rotation as running until the mark is disposed of.</summary>
    internal RotationMark Begin(string token)
    {
        if (PathOf(token) is not string path)
        {
            return new RotationMark(file: null);
        }

        try
        {
            Directory.CreateDirectory(folder!);
            var mark = new RotationMark(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1));
            if (!IsHeld(path))
            {
                mark.End();
            }

            return mark;
        }
        catch (Exception problem) when (IsOfFiles(problem))
        {
            // Without a mark the rotation is as safe as ever; only its settling takes longer.
            return new RotationMark(file: null);
        }
    }

    /// <summary>Whether what an unfinished rotation left can be settled now.</summary>
    /// <param name="pending">Its entry.</param>
    /// <param name="hasLeftKey">Whether IAM lists a key that it created.</param>
    internal bool ShowAbandoned(PendingRotation pending, bool hasLeftKey) => ReadAbandoned(pending.Token) switch
    {
        // No key yet may mean that its creation is still on the way.
        RotationPhase.Creating => hasLeftKey,
        RotationPhase.Delivering => hasLeftKey && DateTime.UtcNow - File.GetLastWriteTimeUtc(PathOf(pending.Token)!) > Aftermath,
        RotationPhase.NothingLeft => !hasLeftKey,

        // Whoever received the object may have stored the secret, and use it soon.
        _ => false,
    };

    /// <summary>Removes the mark of a rotation that is settled.</summary>
    internal void Forget(string token)
    {
        try
        {
            if (PathOf(token) is string path)
            {
                File.Delete(path);
            }
        }
        catch (Exception problem) when (IsOfFiles(problem))
        {
            // An empty file of a rotation that is over.
        }
    }

    /// <summary>Some file systems lock nothing, and .NET can be told not to: a mark that can be opened again is no proof.</summary>
    private static bool IsHeld(string path)
    {
        try
        {
            using var second = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsOfFiles(Exception problem) => problem is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>How far a rotation came whose mark is there and is not held; null otherwise.</summary>
    private RotationPhase? ReadAbandoned(string token)
    {
        if (PathOf(token) is not string path || !File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            if (!IsHeld(path))
            {
                return null;
            }

            int phase = file.ReadByte();
            return phase < 0 ? RotationPhase.Creating : (RotationPhase)phase;
        }
        catch (Exception problem) when (IsOfFiles(problem))
        {
            // Held: the rotation is running.
            return null;
        }
    }

    /// <summary>A token comes from a tag, and becomes a part of a path only where it has the form of ours.</summary>
    private string? PathOf(string token) =>
        folder is not null && token.Length == LengthOfToken && token.All(character => character is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
            ? Path.Combine(folder, token)
            : null;
}

/// <summary>How far a rotation came, as its mark says.</summary>
internal enum RotationPhase
{
    /// <summary>A key may have been created, and nobody has its secret.</summary>
    Creating,

    /// <summary>The secret is being delivered to destinations, which can be asked.</summary>
    Delivering,

    /// <summary>The object with the secret was given to the command behind in the pipeline.</summary>
    HandedOver,

    /// <summary>The key was taken back; only the entry may be left.</summary>
    NothingLeft,
}
