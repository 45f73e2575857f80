using System;
using System.Linq;
using System.Threading.Tasks;

namespace KeyRotation.Sandbox.Commands;

/// <summary>The command, its help, and what happens to a command line that makes no sense: a clear message and exit code 2.</summary>
internal static class CommandLine
{
    private const int UsageError = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || arguments.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            WriteHelp();
            return arguments.Length == 0 ? UsageError : 0;
        }

        try
        {
            if (arguments[0] != ServeCommand.Name)
            {
                throw new UsageException("There is no command '" + arguments[0] + "'.");
            }

            await ServeCommand.RunAsync(new OptionValues(arguments.AsSpan(1), ServeCommand.Options));
            return 0;
        }
        catch (UsageException error)
        {
            await Console.Error.WriteLineAsync(error.Message + " --help shows what there is.");
            return UsageError;
        }
    }

    private static void WriteHelp()
    {
        Console.WriteLine("An AWS look-alike on loopback, with a clock that can be moved and faults that can be ordered.");
        Console.WriteLine();
        Console.WriteLine(ServeCommand.Name + "  Runs a sandbox until Ctrl+C.");
        int width = ServeCommand.Options.Max(option => option.Usage.Length);
        foreach (CommandOption option in ServeCommand.Options)
        {
            Console.WriteLine("  " + option.Usage.PadRight(width) + "  " + option.Summary);
        }
    }
}
