using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using KeyRotation.Aws;

namespace KeyRotation.Commands.Completion;

/// <summary>Completes the regions that the AWS SDK knows.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ConnectionChoices.Regions()
            .Select(region => new Choice(region.Key, region.Value))
            .Where(choice => choice.Continues(wordToComplete))
            .OrderBy(choice => choice.Text, StringComparer.Ordinal)
            .Select(choice => choice.ToResult());
}
