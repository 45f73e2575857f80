using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>Another process that holds a lock until it is killed.</summary>
internal sealed class Holder : IDisposable
{
    private readonly Process process;

    private Holder(Process process) => this.process = process;

    public static async Task<Holder> StartAsync(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The other process of this test is flock.");
        Process? started = null;
        try
        {
            started = Process.Start(new ProcessStartInfo("flock", ["--no-fork", path, "sh", "-c", "echo held; exec cat"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("flock, of util-linux, is not installed on this machine.");
        }

        Assert.Equal("held", await started!.StandardOutput.ReadLineAsync());
        return new Holder(started);
    }

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }
}
