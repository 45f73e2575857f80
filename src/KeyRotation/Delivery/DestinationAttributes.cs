using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KeyRotation.Commands.Delivery;

/// <summary>Refuses what is no destination while parameters are bound, before anything is asked or done.</summary>
internal sealed class ValidateDestinationAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        try
        {
            GivenDestination.Of(element);
        }
        catch (FormatException problem)
        {
            throw new ValidationMetadataException(problem.Message, problem);
        }
    }
}

/// <summary>Completes the kinds of destinations.</summary>
public sealed class DestinationCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Destination.Kinds
            .Where(kind => kind.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
            .Select(kind => new CompletionResult(kind));
}
