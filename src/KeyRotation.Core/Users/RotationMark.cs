using System;
using System.IO;

namespace KeyRotation.Users;

/// <summary>The mark of one rotation that runs.</summary>
internal sealed class RotationMark : IDisposable
{
    private FileStream? file;

    /// <param name="file">The file, held open; null where none could be written.</param>
    public RotationMark(FileStream? file) => this.file = file;

    /// <summary>Notes how far the rotation came, for the case that it ends here.</summary>
    public void Note(RotationPhase phase)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            file.Position = 0;
            file.WriteByte((byte)phase);
            file.Flush();
        }
        catch (IOException)
        {
            // A mark that does not say how far the rotation came proves something wrong: better none.
            End();
        }
    }

    /// <summary>Removes the mark: the rotation left nothing to be settled.</summary>
    public void End()
    {
        if (file is null)
        {
            return;
        }

        string path = file.Name;
        Dispose();
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A small file of a rotation that is over.
        }
    }

    /// <summary>Lets go of the mark. Where the rotation has not ended, it stays and shows that.</summary>
    public void Dispose()
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written was noted as missing already.
        }

        file = null;
    }
}
