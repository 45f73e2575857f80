using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>The parameters of one region; only touched under the account's lock.</summary>
internal sealed class ParameterStore
{
    private const string UsualKey = "alias/aws/ssm";
    private const int MostVersions = 100;

    private readonly SortedDictionary<string, ParameterRecord> parameters = new(StringComparer.Ordinal);
    private readonly string arnPrefix;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;

    public ParameterStore(string arnPrefix, SandboxClock clock, IdentifierSource identifiers)
    {
        this.arnPrefix = arnPrefix + ":parameter";
        this.clock = clock;
        this.identifiers = identifiers;
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyCollection<ParameterRecord> All => parameters.Values;

    public string ArnOf(string name) => arnPrefix + (name.StartsWith('/') ? name : "/" + name);

    /// <summary>The parameter of this name or ARN; null: there is none.</summary>
    public ParameterRecord? Find(string name) => name.StartsWith("arn:", StringComparison.Ordinal)
        ? parameters.Values.FirstOrDefault(parameter => parameter.Arn == name)
        : parameters.GetValueOrDefault(name);

    public ParameterRecord Existing(string name) => Find(name) ?? throw ParameterErrors.NotFound();

    /// <summary>The version that a name asks for, which may end in a colon and a number.</summary>
    public (ParameterRecord Parameter, ParameterVersionRecord Version, string? Selector) Select(string name)
    {
        if (Find(name) is { } whole)
        {
            return (whole, whole.Newest, null);
        }

        var colon = name.LastIndexOf(':');
        var parameter = Existing(colon < 0 ? name : name[..colon]);
        var selector = name[(colon + 1)..];
        var version = parameter.Versions.Find(candidate => candidate.Version.ToString(CultureInfo.InvariantCulture) == selector);
        return (parameter, version ?? throw ParameterErrors.VersionNotFound(selector, parameter.Name), ":" + selector);
    }

    public ParameterRecord Put(NewParameter asked)
    {
        var existing = Find(asked.Name);
        ParameterRules.Check(asked, existing);
        var parameter = existing ?? new ParameterRecord { Name = asked.Name, Arn = ArnOf(asked.Name), Type = asked.Type! };
        ResourceTags.Set(parameter.Tags, asked.Tags, ParameterErrors.Validation, ParameterErrors.TooManyTags);
        parameter.Versions.Add(NewVersion(parameter, asked, existing?.Newest));
        if (parameter.Versions.Count > MostVersions)
        {
            parameter.Versions.RemoveAt(0);
        }

        parameters[parameter.Name] = parameter;
        return parameter;
    }

    public void Delete(string name) => parameters.Remove(Existing(name).Name);

    private ParameterVersionRecord NewVersion(ParameterRecord parameter, NewParameter asked, ParameterVersionRecord? before)
    {
        var isSecure = parameter.Type == ParameterRules.SecureString;
        return new ParameterVersionRecord
        {
            Version = (before?.Version ?? 0) + 1,
            Value = asked.Value,
            Ciphertext = isSecure ? "AQICAHh" + identifiers.Opaque() : null,
            KeyId = isSecure ? asked.KeyId ?? UsualKey : null,
            Description = asked.Description ?? before?.Description,
            Tier = ParameterRules.Tier(asked, before),
            LastModifiedDate = clock.UtcNow,
            LastModifiedUser = asked.PutBy,
        };
    }
}
