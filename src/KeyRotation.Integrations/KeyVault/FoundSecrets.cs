using System;
using System.Collections.Generic;
using Azure.Security.KeyVault.Secrets;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>The latest version of each secret that a key is in, and when the vault said so. A class and not a record: nothing prints a secret.</summary>
internal sealed class FoundSecrets
{
    private readonly Dictionary<string, (KeyVaultSecret Secret, DateTimeOffset At)> found = new(StringComparer.Ordinal);

    /// <summary>The names of the values that have a secret.</summary>
    public IReadOnlyCollection<string> Values => found.Keys;

    public void Add(string value, KeyVaultSecret secret, DateTimeOffset at) => found.Add(value, (secret, at));

    /// <summary>The secret of a value; null where none is.</summary>
    public KeyVaultSecret? Of(string value) => found.TryGetValue(value, out (KeyVaultSecret Secret, DateTimeOffset At) held) ? held.Secret : null;

    /// <summary>When a new version expires: it lives as long as the latest was to live, from now on by the vault's clock; null for no expiry.</summary>
    public DateTimeOffset? NextExpiryOf(string value) =>
        found.TryGetValue(value, out (KeyVaultSecret Secret, DateTimeOffset At) held)
        && held.Secret.Properties is { ExpiresOn: DateTimeOffset expiry, CreatedOn: DateTimeOffset created } && expiry > created
            ? held.At + (expiry - created)
            : null;
}
