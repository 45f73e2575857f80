using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Spectre.Console;

namespace KeyRotation.Sandbox.Commands;

/// <summary>Shows failures and warnings as they come, and keeps the results for the tables.</summary>
internal sealed class DemoReport : IReport
{
    private readonly IAnsiConsole console;
    private readonly List<object> results = [];

    public DemoReport(IAnsiConsole console) => this.console = console;

    public IReadOnlyList<T> Results<T>() => results.OfType<T>().ToList();

    public Task ResultAsync(object result)
    {
        lock (results)
        {
            results.Add(result);
        }

        return Task.CompletedTask;
    }

    public Task ResultsAsync(IReadOnlyCollection<object> many)
    {
        lock (results)
        {
            results.AddRange(many);
        }

        return Task.CompletedTask;
    }

    public void Failure(KeyRotationException failure) => console.MarkupLineInterpolated($"[red]{failure.ErrorId}[/]: {failure.Message}");

    public void Warning(string message) => console.MarkupLineInterpolated($"[yellow]Warning[/]: {message}");

    public void Verbose(string message) => console.MarkupLineInterpolated($"[grey]{message}[/]");

    public void Progress(WorkProgress progress)
    {
    }
}
