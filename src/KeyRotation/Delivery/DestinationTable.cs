using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KeyRotation.Commands.Delivery;

/// <summary>
/// A destination as a hashtable: its kind, its form, and what the maker of the kind takes. Kinds of other modules are made by their command:
/// New-KeyVaultDestination makes the kind KeyVault.
/// </summary>
internal sealed class DestinationTable
{
    private static readonly Regex KindForm = new("^[A-Za-z]+$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly PSCmdlet cmdlet;

    public DestinationTable(PSCmdlet cmdlet) => this.cmdlet = cmdlet;

    /// <exception cref="FormatException">It is no destination.</exception>
    /// <exception cref="ArgumentException">Its options do not fit.</exception>
    public GivenDestination Read(IDictionary table)
    {
        var options = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry option in table)
        {
            options.Add(option.Key.ToString()!, option.Value);
        }

        string kind = Take(options, "Kind") ?? throw new FormatException("A destination as a hashtable needs its Kind, as in @{ Kind = 'SecretsManager'; Name = 'billing/aws' }.");
        options.TryGetValue("Form", out object? form);
        options.Remove("Form");
        Destination made = Destination.Kinds.FirstOrDefault(known => string.Equals(known, kind, StringComparison.OrdinalIgnoreCase)) is string own ? Own(own, options) : Other(kind, options);
        return GivenDestination.Of(form is null ? made : made.WithForm(LanguagePrimitives.ConvertTo<KeyForm>(form)));
    }

    private static Destination Own(string kind, Dictionary<string, object?> options)
    {
        string? name = Take(options, "Name");
        Destination made = kind switch
        {
            nameof(Destination.SecretsManager) => Destination.SecretsManager(name, Take(options, "KmsKeyId"), Take(options, "RoleArn"), Take(options, "Region"), Take(options, "ExternalId"), Take(options, "ProfileName")),
            nameof(Destination.ParameterStore) => Destination.ParameterStore(name ?? Take(options, "Path"), Take(options, "KmsKeyId"), Take(options, "RoleArn"), Take(options, "Region"), Take(options, "ExternalId"), Take(options, "ProfileName")),
            nameof(Destination.Profile) => Destination.Profile(name, Take(options, "CredentialsFile")),
            nameof(Destination.Csv) => Destination.Csv(name ?? Take(options, "Path") ?? string.Empty),
            nameof(Destination.Env) => Destination.Env(name ?? Take(options, "Path") ?? string.Empty),
            nameof(Destination.Json) => Destination.Json(name ?? Take(options, "Path") ?? string.Empty),
            _ => Destination.Vault(Take(options, "VaultName"), name),
        };
        return options.Count == 0 ? made : throw new FormatException($"A destination of the kind {kind} has no option {string.Join(", ", options.Keys)}.");
    }

    private Destination Other(string kind, Dictionary<string, object?> options)
    {
        string command = $"New-{kind}Destination";
        if (!KindForm.IsMatch(kind) || cmdlet.InvokeCommand.GetCommand(command, CommandTypes.Cmdlet | CommandTypes.Function) is not CommandInfo maker)
        {
            throw new FormatException($"'{kind}' is not a kind of destination. The kinds are {string.Join(", ", Destination.Kinds)}; others need the module that has the command {command}, such as KeyRotation.Integrations.");
        }

        try
        {
            return cmdlet.InvokeCommand.InvokeScript("param($command, $options) & $command @options", maker, new Hashtable(options)).LastOrDefault()?.BaseObject is Destination made
                ? made
                : throw new FormatException($"{command} gave no destination.");
        }
        catch (RuntimeException problem)
        {
            throw new FormatException($"{command}: {problem.Message}", problem);
        }
    }

    private static string? Take(Dictionary<string, object?> options, string name)
    {
        options.TryGetValue(name, out object? value);
        options.Remove(name);
        return LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null;
    }
}
