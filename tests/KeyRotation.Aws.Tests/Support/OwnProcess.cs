using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Aws.Tests.Support;

/// <summary>Runs a test again in a process of its own: for what the SDK settles once per process, as the files that it reads first.</summary>
internal static class OwnProcess
{
    private const string Inside = "KEYROTATION_TESTS_IN_OWN_PROCESS";

    public static async Task RunAsync(Type tests, string test, IReadOnlyDictionary<string, string> environment, Func<Task> body)
    {
        if (Environment.GetEnvironmentVariable(Inside) is not null)
        {
            await body();
            return;
        }

        var start = new ProcessStartInfo(Path.ChangeExtension(tests.Assembly.Location, null), ["-noLogo", "-noColor", "-method", tests.FullName + "." + test])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [Inside] = "yes" },
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("Failed: 0", output, StringComparison.Ordinal);
    }
}
