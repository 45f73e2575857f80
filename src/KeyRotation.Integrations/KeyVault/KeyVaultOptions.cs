using System;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>Which secret of which vault, and who signs in.</summary>
/// <param name="Vault">The address of the vault.</param>
/// <param name="SecretName">The name of the secret.</param>
/// <param name="ManagedIdentityClientId">The client id of a user-assigned managed identity; null for the system-assigned one.</param>
/// <param name="TenantId">The tenant to sign in to; null for that of the credentials.</param>
internal sealed record KeyVaultOptions(Uri Vault, NameTemplate SecretName, string? ManagedIdentityClientId, string? TenantId)
{
    private const string PublicCloud = ".vault.azure.net";

    /// <summary>The vault's name; in other clouds than Azure's public one its whole host.</summary>
    public string VaultName => Vault.Host.EndsWith(PublicCloud, StringComparison.OrdinalIgnoreCase) ? Vault.Host[..^PublicCloud.Length] : Vault.Host;

    /// <summary>The address of a vault in Azure's public cloud.</summary>
    public static Uri AddressOf(string vaultName) => new($"https://{vaultName}{PublicCloud}/");
}
