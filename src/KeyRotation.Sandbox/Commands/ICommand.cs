using System.Collections.Generic;
using System.Threading.Tasks;
using Spectre.Console;

namespace KeyRotation.Sandbox.Commands;

/// <summary>One command of the command line.</summary>
internal interface ICommand
{
    /// <summary>The word that calls it.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string Summary { get; }

    /// <summary>Its options, each with what it means.</summary>
    IReadOnlyList<CommandOption> Options { get; }

    /// <summary>Runs the command.</summary>
    /// <param name="values">The options that were given.</param>
    /// <param name="console">Where it writes.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">An option's value makes no sense.</exception>
    Task<int> RunAsync(OptionValues values, IAnsiConsole console);
}

/// <summary>An option of a command.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands after it, for the help.</param>
/// <param name="Summary">What it means.</param>
internal sealed record CommandOption(string Name, string Value, string Summary);
