using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Sandbox.Services.Parameters;

namespace KeyRotation.Sandbox;

/// <summary>The parameters of one region; only touched under the account's lock.</summary>
internal sealed class ParameterStore
{
    private const string UsualKey = "alias/aws/ssm";
    private const int MostVersions = 100;
    private const int MostLabels = 10;

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

    /// <summary>The version that a name asks for, which may end in a colon and a number or a label.</summary>
    public (ParameterRecord Parameter, ParameterVersionRecord Version, string? Selector) Select(string name)
    {
        if (Find(name) is { } whole)
        {
            return (whole, whole.Newest, null);
        }

        var colon = name.LastIndexOf(':');
        var parameter = Existing(colon < 0 ? name : name[..colon]);
        var selector = name[(colon + 1)..];
        var version = long.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? parameter.Versions.Find(candidate => candidate.Version == number)
            : parameter.Versions.Find(candidate => candidate.Labels.Contains(selector));
        return (parameter, version ?? throw ParameterErrors.VersionNotFound(selector, parameter.Name), ":" + selector);
    }

    public ParameterRecord Put(NewParameter asked)
    {
        var existing = Find(asked.Name);
        ParameterRules.Check(asked, existing);
        if (existing is { Versions.Count: >= MostVersions } && existing.Versions[0].Labels.Count > 0)
        {
            throw ParameterErrors.OldestVersionHasLabel(existing);
        }

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

    /// <summary>Gives a version labels, which others lose; gives those that are not allowed.</summary>
    public (IReadOnlyList<string> Invalid, long Version) Label(string name, long? number, IReadOnlyList<string> labels)
    {
        var parameter = Existing(name);
        var version = parameter.Versions.Find(candidate => candidate.Version == (number ?? parameter.Newest.Version))
            ?? throw ParameterErrors.VersionNotFound(number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty, parameter.Name);
        var valid = labels.Where(ParameterRules.IsLabel).Distinct(StringComparer.Ordinal).ToArray();
        if (version.Labels.Union(valid, StringComparer.Ordinal).Count() > MostLabels)
        {
            throw ParameterErrors.TooManyLabels();
        }

        parameter.Versions.ForEach(other => other.Labels.RemoveAll(valid.Contains));
        version.Labels.AddRange(valid);
        return (labels.Except(valid, StringComparer.Ordinal).ToArray(), version.Version);
    }

    private ParameterVersionRecord NewVersion(ParameterRecord parameter, NewParameter asked, ParameterVersionRecord? before)
    {
        var isSecure = parameter.Type == ParameterRules.SecureString;
        return new ParameterVersionRecord
        {
            Version = (before?.Version ?? 0) + 1,
            Value = asked.Value,
            Ciphertext = isSecure ? identifiers.Ciphertext() : null,
            KeyId = isSecure ? asked.KeyId ?? UsualKey : null,
            Description = asked.Description ?? before?.Description,
            Tier = ParameterRules.Tier(asked, before),
            LastModifiedDate = clock.UtcNow,
            LastModifiedUser = asked.PutBy,
        };
    }
}
