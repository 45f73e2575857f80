using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using KeyRotation.Help.Pages;

namespace KeyRotation.Help.Output;

/// <summary>
/// Writes pages in the form that Get-Help reads ("Writing XML-based help topics for commands", Microsoft Learn). Its
/// schema asks for the elements in this order.
/// </summary>
public static class Maml
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help file of some cmdlets.</summary>
    /// <param name="pages">Their pages.</param>
    /// <param name="shared">The parameters that a page names in its syntax and does not describe itself.</param>
    /// <param name="online">The address of the folder of the pages, for Get-Help -Online; null for none.</param>
    /// <exception cref="InvalidOperationException">A parameter of the syntax is described nowhere.</exception>
    public static XDocument Of(IEnumerable<CmdletPage> pages, IReadOnlyList<ParameterText> shared, string? online = null) =>
        new(new XElement(Help + "helpItems", new XAttribute("schema", "maml"), pages.Select(page => Of(page, Described(page, shared), online))));

    /// <summary>The parameters of a page by name: its own, and of the shared ones those that its syntax names.</summary>
    /// <param name="page">The page.</param>
    /// <param name="shared">The shared parameters.</param>
    /// <exception cref="InvalidOperationException">A parameter of the syntax is described nowhere.</exception>
    public static IReadOnlyDictionary<string, ParameterText> Described(CmdletPage page, IReadOnlyList<ParameterText> shared) => page.Syntax
        .SelectMany(form => form.Parameters)
        .Select(parameter => parameter.Name)
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(
            name => name,
            name => page.Parameters.Concat(shared).FirstOrDefault(parameter => parameter.Name == name)
                ?? throw new InvalidOperationException($"{page.Name} has a parameter -{name} in its syntax, which neither its page nor that of the shared parameters describes."),
            StringComparer.Ordinal);

    private static XElement Of(CmdletPage page, IReadOnlyDictionary<string, ParameterText> parameters, string? online) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", page.Name),
            new XElement(Command + "verb", page.Name.Split('-')[0]),
            new XElement(Command + "noun", page.Name.Split('-')[1]),
            Description([page.Synopsis])),
        Description(page.Description),
        new XElement(Command + "syntax", page.Syntax.Select(form => new XElement(
            Command + "syntaxItem",
            new XElement(Text + "name", page.Name),
            form.Parameters.Select(parameter => Parameter(parameters[parameter.Name], parameter))))),
        new XElement(Command + "parameters", parameters.Values.Select(parameter => Parameter(parameter, page.Syntax.SelectMany(form => form.Parameters).First(form => form.Name == parameter.Name)))),
        new XElement(Command + "inputTypes", page.Inputs.Select(type => Type(Command + "inputType", type))),
        new XElement(Command + "returnValues", page.Outputs.Select(type => Type(Command + "returnValue", type))),
        new XElement(Text + "alertSet", new XElement(Text + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", LinksOf(page, online).Select(link => new XElement(
            Text + "navigationLink",
            new XElement(Text + "linkText", link.Text),
            new XElement(Text + "uri", link.Url)))));

    /// <summary>The first address is the one that Get-Help -Online opens.</summary>
    private static IEnumerable<Link> LinksOf(CmdletPage page, string? online) =>
        online is null ? page.Links : page.Links.Prepend(new Link("Online version:", online + page.Name + ".md"));

    private static XElement Parameter(ParameterText text, SyntaxParameter form)
    {
        string position = text.Fact("Position", "Named");
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Word(form.IsRequired)),
            new XAttribute("variableLength", Word(text.Fact("Type").EndsWith("[]", StringComparison.Ordinal))),
            new XAttribute("globbing", Word(text.Fact("Accept wildcard characters") == "True")),
            new XAttribute("pipelineInput", text.Fact("Accept pipeline input", "False")),
            new XAttribute("position", position.ToLowerInvariant()),
            new XAttribute("aliases", text.Fact("Aliases", "none")),
            new XElement(Text + "name", text.Name),
            Description(text.Description),
            form.Type is null ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), form.Type),
            new XElement(Dev + "type", new XElement(Text + "name", text.Fact("Type")), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", text.Fact("Default value", "None")));
    }

    private static XElement Type(XName name, TypeText type) => new(
        name,
        new XElement(Dev + "type", new XElement(Text + "name", type.Name), new XElement(Text + "uri")),
        Description(type.Description));

    private static XElement Example(Example example) => new(
        Command + "example",
        new XElement(Text + "title", $"-------- {example.Title} --------"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraphs(example.Remarks)));

    private static XElement Description(IReadOnlyList<string> paragraphs) => new(Text + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> paragraphs) => paragraphs.Select(paragraph => new XElement(Text + "para", paragraph));

    private static string Word(bool value) => value.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();
}
