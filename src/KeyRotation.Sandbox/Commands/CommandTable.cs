using System;
using System.Linq;
using System.Threading.Tasks;
using Spectre.Console;

namespace KeyRotation.Sandbox.Commands;

/// <summary>The commands, the help, and what happens to a command line that makes no sense: a clear message and exit code 2.</summary>
internal static class CommandTable
{
    private const int UsageError = 2;

    private static ICommand[] All => [new DemoCommand(), new ServeCommand()];

    public static async Task<int> RunAsync(string[] arguments, IAnsiConsole console)
    {
        if (arguments.Length == 0 || arguments.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            WriteHelp(console);
            return arguments.Length == 0 ? UsageError : 0;
        }

        try
        {
            var command = Array.Find(All, command => command.Name == arguments[0])
                ?? throw new UsageException("There is no command '" + arguments[0] + "'.");
            return await command.RunAsync(new OptionValues(arguments.AsSpan(1), command.Options), console);
        }
        catch (UsageException error)
        {
            await Console.Error.WriteLineAsync(error.Message + " --help shows what there is.");
            return UsageError;
        }
    }

    private static void WriteHelp(IAnsiConsole console)
    {
        console.WriteLine("An AWS look-alike on loopback, with a clock that can be moved and faults that can be ordered.");
        foreach (var command in All)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{command.Name}[/]  {command.Summary}");
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn();
            foreach (var option in command.Options)
            {
                grid.AddRow(Markup.Escape(option.Name + " " + option.Value), Markup.Escape(option.Summary));
            }

            console.Write(grid);
        }
    }
}
