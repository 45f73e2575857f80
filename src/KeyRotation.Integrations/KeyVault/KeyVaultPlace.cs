using KeyRotation.Delivery;
using KeyRotation.Delivery.Values;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>A secret of an Azure Key Vault as a destination. The libraries are not loaded before the destination is used.</summary>
internal sealed class KeyVaultPlace : ExternalPlace
{
    private readonly KeyVaultOptions options;
    private readonly object door = new();
    private KeyVaultConnection? connection;

    /// <param name="options">Which secret of which vault, and who signs in.</param>
    /// <param name="connection">The way to the vault; null for the usual.</param>
    public KeyVaultPlace(KeyVaultOptions options, KeyVaultConnection? connection = null)
    {
        this.options = options;
        this.connection = connection;
    }

    public override string Kind => "KeyVault";

    public override string Name => options.VaultName + "/" + options.SecretName;

    public override ExternalForm TakesForm => ExternalForm.Document;

    public override string? ProblemOf(KeyForm form) => KeyVaultNames.ProblemOf(form);

    public override IDestination CreateDestination(ExternalPlaceOptions options)
    {
        lock (door)
        {
            connection ??= new KeyVaultConnection(this.options);
            return ValueDestination.Document(new KeyVaultSecrets(this.options, connection, options.Warn), this.options.SecretName, options);
        }
    }
}
