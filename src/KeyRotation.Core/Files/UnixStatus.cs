using System;
using System.Runtime.InteropServices;
using System.Text;

namespace KeyRotation.Files;

/// <summary>Whose a file is and who may do what with it, which .NET does not tell.</summary>
/// <param name="Kind">What it is: file, directory, pipe.</param>
/// <param name="Mode">The permissions, nine bits.</param>
/// <param name="Owner">The user's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Links">How many names it has; none when it was deleted and is open still.</param>
internal sealed record UnixStatus(uint Kind, uint Mode, uint Owner, uint Group, uint Links)
{
    /// <summary>Read and write for the owner, nothing for others: 0600.</summary>
    public const uint OwnerOnly = 0x180;

    private const uint RegularFile = 0x8000;
    private const int CurrentDirectory = -100;
    private const int DescriptorItself = 0x1000;
    private const uint BasicFields = 0x7FF;

    public bool IsRegularFile => Kind == RegularFile;

    /// <summary>The status of what a path leads to; null when nothing is there, on Windows, and on a C library that cannot tell.</summary>
    public static UnixStatus? Of(string path) => Read(CurrentDirectory, path, flags: 0);

    /// <summary>The status of an open file.</summary>
    public static UnixStatus? Of(SafeHandle file) => Read((int)file.DangerousGetHandle(), string.Empty, DescriptorItself);

    private static UnixStatus? Read(int descriptor, string path, int flags)
    {
        byte[] answer = new byte[256];
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            if (UnixCalls.OnLinux)
            {
                // statx is laid out alike on every processor; stat is not.
                return statx(descriptor, name, flags, BasicFields, answer) == 0
                    ? Of(BitConverter.ToUInt16(answer, 28), BitConverter.ToUInt32(answer, 20), BitConverter.ToUInt32(answer, 24), BitConverter.ToUInt32(answer, 16))
                    : null;
            }

            if (UnixCalls.OnApple)
            {
                bool intel = RuntimeInformation.ProcessArchitecture == Architecture.X64;
                int result = path.Length == 0
                    ? intel ? FileStatusOnIntel(descriptor, answer) : fstat(descriptor, answer)
                    : intel ? StatusOnIntel(name, answer) : stat(name, answer);
                return result == 0
                    ? Of(BitConverter.ToUInt16(answer, 4), BitConverter.ToUInt32(answer, 16), BitConverter.ToUInt32(answer, 20), BitConverter.ToUInt16(answer, 6))
                    : null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library without statx: callers do without.
        }

        return null;
    }

    private static UnixStatus Of(uint kindAndMode, uint owner, uint group, uint links) =>
        new(kindAndMode & 0xF000, kindAndMode & 0x1FF, owner, group, links);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int descriptor, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc", SetLastError = true)]
    private static extern int stat(byte[] path, byte[] status);

    [DllImport("libc", SetLastError = true)]
    private static extern int fstat(int descriptor, byte[] status);

    [DllImport("libc", SetLastError = true, EntryPoint = "stat$INODE64")]
    private static extern int StatusOnIntel(byte[] path, byte[] status);

    [DllImport("libc", SetLastError = true, EntryPoint = "fstat$INODE64")]
    private static extern int FileStatusOnIntel(int descriptor, byte[] status);
}
