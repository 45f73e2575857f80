using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Parameters;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>The parameters of a region, sorted by name.</summary>
    /// <param name="region">The region, e.g. eu-west-1.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public IReadOnlyList<SandboxParameter> Parameters(string region) =>
        ParameterStores.In(region, store => new EqualList<SandboxParameter>(store.All.Select(parameter => parameter.Snapshot())));

    /// <summary>The parameter of this name; null when there is none.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">The name or the ARN.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public SandboxParameter? FindParameter(string region, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ParameterStores.In(region, store => store.Find(name)?.Snapshot());
    }

    /// <summary>Creates a parameter, or puts a new version of one, as PutParameter with Overwrite does.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="type">String, StringList or SecureString; null: as it is, and SecureString at first.</param>
    /// <param name="keyId">The key a SecureString is encrypted with; null: AWS's own.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="AwsErrorException">The name, the value or the type is not allowed.</exception>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public SandboxParameter PutParameter(string region, string name, string value, string? type = null, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return ParameterStores.In(region, store => store.Put(new NewParameter(name, value, Iam.RootArn)
        {
            Type = type ?? (store.Find(name) is null ? ParameterRules.SecureString : null),
            KeyId = keyId,
            Overwrite = true,
        }).Snapshot());
    }
}
