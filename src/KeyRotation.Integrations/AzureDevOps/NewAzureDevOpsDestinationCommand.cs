using System;
using System.Management.Automation;
using System.Security;
using KeyRotation.Commands.Parameters;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.AzureDevOps;

/// <summary>
/// <para type="synopsis">Makes a destination of a variable group of Azure DevOps.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "AzureDevOpsDestination", HelpUri = "https://github.com/keyrotation/KeyRotation/blob/main/docs/integrations/New-AzureDevOpsDestination.md", DefaultParameterSetName = OrganizationSet)]
[OutputType(typeof(Destination))]
public sealed class NewAzureDevOpsDestinationCommand : ServiceDestinationCommand
{
    private const string OrganizationSet = "Organization";
    private const string ServerSet = "Server";

    /// <summary>The project: its name or its id. May contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Project { get; set; }

    /// <summary>The variable group, which has to exist: its name or its number. May contain the same placeholders.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? VariableGroup { get; set; }

    /// <summary>The organization of Azure DevOps Services, at https://dev.azure.com.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OrganizationSet)]
    [ValidateForm(@"^[\w-]+$", "is not the name of an organization.")]
    public string? Organization { get; set; }

    /// <summary>The address of an organization or of a collection of Azure DevOps Server, e.g. https://devops.example.com/DefaultCollection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [ValidateNotNull]
    public Uri? CollectionUri { get; set; }

    /// <summary>The token. Default: that of AZURE_DEVOPS_EXT_PAT or SYSTEM_ACCESSTOKEN.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <inheritdoc />
    protected override ExternalPlace CreatePlace()
    {
        Uri address = CollectionUri ?? new Uri("https://dev.azure.com/" + Organization);
        ServiceAddress.Require(address, nameof(CollectionUri));
        (SecureString token, string source) = ServiceToken.Of(Token, "AZURE_DEVOPS_EXT_PAT", "SYSTEM_ACCESSTOKEN");
        return new AzureDevOpsPlace(new VariableGroups(new ServiceClient(new AzureDevOpsRules(source), address, token, TimeProvider.System)), Project!, VariableGroup!);
    }
}
