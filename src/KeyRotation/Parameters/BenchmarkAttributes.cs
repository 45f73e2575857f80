using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using KeyRotation.Compliance;

namespace KeyRotation.Commands.Parameters;

/// <summary>Refuses what is no benchmark while parameters are bound.</summary>
internal sealed class ValidateBenchmarkAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        try
        {
            ComplianceBenchmark.Parse((string)element);
        }
        catch (FormatException problem)
        {
            throw new ValidationMetadataException(problem.Message, problem);
        }
    }
}

/// <summary>Completes the benchmarks, the newest first.</summary>
public sealed class BenchmarkCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ComplianceBenchmark.All
            .Reverse()
            .Where(benchmark => benchmark.Id.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
            .Select(benchmark => new CompletionResult(benchmark.Id, benchmark.Id, CompletionResultType.ParameterValue, benchmark.Name));
}
