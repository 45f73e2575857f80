using System;
using KeyRotation.Sandbox.Commands;
using Spectre.Console;

// Escape sequences and lines broken at 80 columns are for terminals; whoever reads through a pipe wants the text.
var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
if (Console.IsOutputRedirected)
{
    console.Profile.Width = 500;
}

return await CommandTable.RunAsync(args, console);
