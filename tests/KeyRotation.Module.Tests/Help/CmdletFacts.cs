using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using KeyRotation.Help.Pages;

namespace KeyRotation.Module.Tests.Help;

/// <summary>What the built assembly says of one cmdlet, in the words of its page.</summary>
internal sealed class CmdletFacts
{
    private static readonly string[] ConfirmationParameters = ["WhatIf", "Confirm"];

    private readonly Dictionary<string, object?> attribute;
    private readonly IReadOnlyList<ParameterFacts> parameters;

    public CmdletFacts(Type cmdlet, XmlDocumentation documentation)
    {
        Name = FinishedModule.NameOf(cmdlet)!;
        attribute = FinishedModule.Named(FinishedModule.Attributes(cmdlet, "CmdletAttribute").Single());
        parameters = FinishedModule.ShownParametersOf(cmdlet)
            .OrderBy(property => Depth(cmdlet, property))
            .ThenBy(property => property.MetadataToken)
            .Select(property => new ParameterFacts(property, documentation.DefaultOf(property)))
            .ToList();
        Outputs = FinishedModule.Attributes(cmdlet, "OutputTypeAttribute").SelectMany(output => FinishedModule.Types(output.ConstructorArguments)).Select(type => type.FullName!).ToList();
    }

    public string Name { get; }

    /// <summary>Where Get-Help -Online leads.</summary>
    public string? HelpUri => attribute.GetValueOrDefault("HelpUri") as string;

    public IReadOnlyList<ParameterFacts> Parameters => parameters;

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The types that come from the pipeline as they are.</summary>
    public IReadOnlyList<string> Inputs => parameters.Where(parameter => parameter.TakesObjects).Select(parameter => parameter.TypeFullName).ToList();

    /// <summary>The names of all parameters that a page may describe.</summary>
    public IReadOnlyList<string> Names => [.. parameters.Select(parameter => parameter.Name), .. Confirmation.Select(parameter => parameter.Name)];

    /// <summary>The parameter sets, the default one first; one without a name where the cmdlet has no sets.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            string? first = attribute.GetValueOrDefault("DefaultParameterSetName") as string;
            List<string> named = parameters.SelectMany(parameter => parameter.Sets).Where(set => set != ParameterFacts.AllSets).Prepend(first).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            return named.Count == 0 ? [string.Empty] : named;
        }
    }

    /// <summary>The parameters of a set: by position, then those that must be given, then the others.</summary>
    public IReadOnlyList<SyntaxParameter> InSet(string set) => parameters
        .Where(parameter => parameter.Sets.Contains(ParameterFacts.AllSets, StringComparer.Ordinal) || parameter.Sets.Contains(set, StringComparer.Ordinal))
        .OrderBy(parameter => parameter.Position ?? int.MaxValue)
        .ThenBy(parameter => !parameter.IsRequiredIn(set))
        .Select(parameter => new SyntaxParameter(parameter.Name, parameter.SyntaxType, parameter.IsRequiredIn(set), parameter.Position is not null))
        .Concat(Confirmation)
        .ToList();

    private IEnumerable<SyntaxParameter> Confirmation => attribute.GetValueOrDefault("SupportsShouldProcess") is true
        ? ConfirmationParameters.Select(name => new SyntaxParameter(name, Type: null, IsRequired: false, IsPositional: false))
        : [];

    private static int Depth(Type cmdlet, PropertyInfo property)
    {
        int depth = 0;
        for (Type? type = cmdlet; type is not null && type.FullName != property.DeclaringType!.FullName; type = type.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
