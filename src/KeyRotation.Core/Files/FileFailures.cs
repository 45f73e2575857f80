using System;
using System.IO;
using System.Security;
using System.Threading.Tasks;

namespace KeyRotation.Files;

/// <summary>Turns what the file system says into what it means for a destination. No message quotes a file's content.</summary>
internal static class FileFailures
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int LinuxWouldBlock = 11;
    private const int AppleWouldBlock = 35;

    public static bool IsOpenElsewhere(IOException problem) =>
        problem.HResult is SharingViolation or LockViolation or LinuxWouldBlock or AppleWouldBlock;

    /// <summary>Does work on a file, and says it in the words of a destination when the file system refuses.</summary>
    public static async Task GuardAsync(string doing, string path, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception problem) when (IsOfFiles(problem))
        {
            throw Of(doing, path, problem);
        }
    }

    /// <summary>Does work on a file at once.</summary>
    public static T Guard<T>(string doing, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (IsOfFiles(problem))
        {
            throw Of(doing, path, problem);
        }
    }

    public static bool IsOfFiles(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException;

    private static DestinationException Of(string doing, string path, Exception problem)
    {
        (FailureCategory category, string next) = problem switch
        {
            UnauthorizedAccessException or SecurityException or IOException { HResult: UnixCalls.ReadOnlyFileSystem } =>
                (FailureCategory.PermissionDenied, "Let this account write the file and its directory, or name another file."),
            FileNotFoundException or DirectoryNotFoundException =>
                (FailureCategory.ObjectNotFound, "Make the directory again, or name another file."),
            IOException { HResult: UnixCalls.NoSpace or WindowsDiskFull } =>
                (FailureCategory.LimitsExceeded, "Make room on its disk, then run again."),
            IOException open when IsOpenElsewhere(open) =>
                (FailureCategory.ResourceBusy, "Close the program that holds it open, then run again."),
            IOException => (FailureCategory.NotSpecified, "Remove the cause, then run again."),
            _ => (FailureCategory.InvalidArgument, "Name another file."),
        };
        string cause = problem.Message.EndsWith(".", StringComparison.Ordinal) ? problem.Message : problem.Message + ".";
        return new DestinationException(category, $"Cannot {doing} {path}: {cause} {next}", problem);
    }

    /// <summary>Somebody else's key is there: it is not written over by an undo.</summary>
    public static DestinationException ChangedMeanwhile(string where) => new(
        FailureCategory.ResourceBusy,
        $"{where} was changed by another program meanwhile and is left as it is. Look at it, and put the key there that should be there.");

    public static DestinationException AlwaysChanging(string path) => new(
        FailureCategory.ResourceBusy,
        $"{path} is changed again and again by another program while it is being written. Wait until that has ended, then run again.");
}
