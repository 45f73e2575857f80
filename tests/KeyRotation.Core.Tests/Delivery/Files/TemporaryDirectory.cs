using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>A directory of a test's own, with what tests ask of files.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private const string Memory = "/dev/shm";

    public TemporaryDirectory()
        : this(Path.GetTempPath())
    {
    }

    private TemporaryDirectory(string parent) => Root = Directory.CreateDirectory(Path.Combine(parent, "keyrotation-files-" + Guid.NewGuid().ToString("N"))).FullName;

    public string Root { get; }

    /// <summary>In memory where there is such a place: for tests that write hundreds of files, and every one to the disk.</summary>
    public static TemporaryDirectory Fast() => Directory.Exists(Memory) ? new TemporaryDirectory(Memory) : new TemporaryDirectory();

    public IEnumerable<string> Names => Directory.GetFileSystemEntries(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path));

    public string this[string name] => Path.Combine(Root, name);

    public string Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    public string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public string Text(string name) => Encoding.UTF8.GetString(File.ReadAllBytes(this[name]));

    public UnixFileMode Mode(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
#pragma warning disable CA1416 // Skipped there.
        return File.GetUnixFileMode(this[name]);
#pragma warning restore CA1416
    }

    public void SetMode(string name, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
#pragma warning disable CA1416 // Skipped there.
        File.SetUnixFileMode(this[name], mode);
#pragma warning restore CA1416
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
