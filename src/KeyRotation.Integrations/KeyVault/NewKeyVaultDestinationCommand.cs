using System;
using System.Management.Automation;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Places;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>
/// <para type="synopsis">Makes a destination of a secret in an Azure Key Vault, for -Destination of New-RotatedAccessKey.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "KeyVaultDestination", DefaultParameterSetName = ByName, HelpUri = "https://github.com/keyrotation/KeyRotation/blob/main/docs/integrations/New-KeyVaultDestination.md")]
[OutputType(typeof(Destination))]
public sealed class NewKeyVaultDestinationCommand : PlaceCommand
{
    private const string ByName = "Name";
    private const string ByAddress = "Address";

    /// <summary>The name of a vault in Azure's public cloud.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName)]
    [ValidateNotNullOrEmpty]
    public string VaultName { get; set; } = string.Empty;

    /// <summary>The address of a vault, for other clouds.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAddress)]
    [ValidateNotNull]
    public Uri? VaultUri { get; set; }

    /// <summary>The name of the secret; may contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}. Default: iam-access-key-{UserName}.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "iam-access-key-{UserName}";

    /// <summary>The client id of a user-assigned managed identity. Default: the system-assigned one, or what AZURE_CLIENT_ID names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>The tenant to sign in to. Default: that of the credentials.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <inheritdoc />
    protected override ExternalPlace CreatePlace()
    {
        var name = new NameTemplate(Name);
        string? problem = (VaultUri is null ? KeyVaultNames.ProblemOfVault(VaultName) : KeyVaultNames.ProblemOfAddress(VaultUri)) ?? KeyVaultNames.ProblemOfSecret(name);
        return problem is null
            ? new KeyVaultPlace(new KeyVaultOptions(VaultUri ?? KeyVaultOptions.AddressOf(VaultName), name, ManagedIdentityClientId, TenantId))
            : throw PlaceFailures.PlaceNameInvalid(problem);
    }
}
