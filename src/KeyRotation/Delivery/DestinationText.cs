using System;
using System.Management.Automation;

namespace KeyRotation.Commands.Delivery;

/// <summary>One -Destination as it was given: a kind and what stands after the colon, or a script block.</summary>
internal sealed class DestinationText
{
    public const string SecretsManager = "SecretsManager";
    public const string ParameterStore = "ParameterStore";
    public const string Profile = "Profile";
    public const string Csv = "Csv";
    public const string Vault = "Vault";

    /// <summary>The kinds, for completion and messages.</summary>
    public static readonly string[] Kinds = [SecretsManager, ParameterStore, Profile, Csv, Vault];

    private DestinationText(string kind, string? rest, ScriptBlock? script)
    {
        Kind = kind;
        Rest = rest;
        Script = script;
    }

    public string Kind { get; }

    public string? Rest { get; }

    public ScriptBlock? Script { get; }

    /// <exception cref="FormatException">It is no destination.</exception>
    public static DestinationText Parse(object given)
    {
        object value = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (value is ScriptBlock script)
        {
            return new DestinationText(nameof(ScriptBlock), rest: null, script);
        }

        string text = value as string ?? throw new FormatException($"'{given}' is neither a text nor a script block.");
        int colon = text.IndexOf(':');
        string kind = colon < 0 ? text : text.Substring(0, colon);
        string? rest = colon < 0 ? null : text.Substring(colon + 1);
        string known = Array.Find(Kinds, name => string.Equals(name, kind, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{kind}' is no kind of destination. There are {string.Join(", ", Kinds)}, and script blocks.");
        return rest?.Length == 0 || (rest is null && known == Csv)
            ? throw new FormatException($"'{text}' lacks what stands after the colon, e.g. Csv:./{{UserName}}_accessKeys.csv.")
            : new DestinationText(known, rest, script: null);
    }
}
