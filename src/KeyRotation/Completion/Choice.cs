using System;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace KeyRotation.Commands.Completion;

/// <summary>Something that a word can be completed to.</summary>
/// <param name="Text">The value.</param>
/// <param name="ToolTip">What is shown beside it.</param>
internal sealed record Choice(string Text, string ToolTip)
{
    private static readonly Regex Bare = new(@"^\w[\w.+=-]*$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Whether it begins with what was typed, quoted or not.</summary>
    public bool Continues(string? typed) => Text.StartsWith((typed ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase);

    /// <summary>The completion; quoted where PowerShell would read the bare word as something else.</summary>
    public CompletionResult ToResult() => new(
        Bare.IsMatch(Text) ? Text : "'" + CodeGeneration.EscapeSingleQuotedStringContent(Text) + "'",
        Text,
        CompletionResultType.ParameterValue,
        ToolTip);
}
