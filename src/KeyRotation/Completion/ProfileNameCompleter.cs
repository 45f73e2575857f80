using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using KeyRotation.Aws;

namespace KeyRotation.Commands.Completion;

/// <summary>Completes the names of the profiles in the shared files, or in the file of -ProfileLocation.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Names(fakeBoundParameters).Select(name => new Choice(name, "profile " + name)).Where(choice => choice.Continues(wordToComplete)).Select(choice => choice.ToResult());

    private static IReadOnlyCollection<string> Names(IDictionary bound)
    {
        try
        {
            return ConnectionChoices.ProfileNames(new ConnectionOptions { ProfileLocation = TypedConnection.Text(bound, nameof(ConnectionOptions.ProfileLocation)) });
        }
        catch (KeyRotationException)
        {
            // A file that cannot be read: the command that is run says so.
            return [];
        }
    }
}
