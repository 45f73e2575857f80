using System.Collections.Generic;

namespace KeyRotation.Help.Pages;

/// <summary>A page of docs/cmdlets: all that Get-Help tells of one cmdlet, as plain text.</summary>
public sealed record CmdletPage
{
    /// <summary>Verb and noun.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Paragraphs.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>How it can be called: one form for each parameter set.</summary>
    public required IReadOnlyList<SyntaxForm> Syntax { get; init; }

    /// <summary>What can be pasted.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>The parameters that the page itself describes.</summary>
    public required IReadOnlyList<ParameterText> Parameters { get; init; }

    /// <summary>What comes from the pipeline.</summary>
    public required IReadOnlyList<TypeText> Inputs { get; init; }

    /// <summary>What goes into the pipeline.</summary>
    public required IReadOnlyList<TypeText> Outputs { get; init; }

    /// <summary>Paragraphs of what else is worth knowing.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Where to read on.</summary>
    public required IReadOnlyList<Link> Links { get; init; }
}

/// <summary>One way to call a cmdlet.</summary>
/// <param name="ParameterSet">The parameter set; empty where there is only one.</param>
/// <param name="IsDefault">Whether it is the set that counts when nothing tells.</param>
/// <param name="Text">The line as Get-Command -Syntax shows it.</param>
/// <param name="Parameters">Its parameters in their order.</param>
public sealed record SyntaxForm(string ParameterSet, bool IsDefault, string Text, IReadOnlyList<SyntaxParameter> Parameters);

/// <summary>A parameter in a form of the syntax.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What stands for the value; null for a switch.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="IsPositional">Whether its name can be left out.</param>
public sealed record SyntaxParameter(string Name, string? Type, bool IsRequired, bool IsPositional);

/// <summary>An example.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Code">What can be pasted.</param>
/// <param name="Remarks">Paragraphs about it.</param>
public sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>What a page says of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Facts">The lines of its table by their names, e.g. <c>Type</c> or <c>Default value</c>.</param>
public sealed record ParameterText(string Name, IReadOnlyList<string> Description, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>A fact, or what holds where the page does not mention it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">What holds otherwise.</param>
    public string Fact(string name, string otherwise = "") => Facts.TryGetValue(name, out string? value) ? value : otherwise;
}

/// <summary>A type of objects that a cmdlet takes or gives.</summary>
/// <param name="Name">The type's full name.</param>
/// <param name="Description">Paragraphs.</param>
public sealed record TypeText(string Name, IReadOnlyList<string> Description);

/// <summary>A place to read on.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Url">Its address; null for a topic of this help.</param>
public sealed record Link(string Text, string? Url);
