using System;
using System.Management.Automation;
using System.Security;
using KeyRotation.Commands.Parameters;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.GitHub;

/// <summary>
/// <para type="synopsis">Makes a destination of secrets of GitHub Actions.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "GitHubDestination", HelpUri = "https://github.com/keyrotation/KeyRotation/blob/main/docs/integrations/New-GitHubDestination.md", DefaultParameterSetName = RepositorySet)]
[OutputType(typeof(Destination))]
public sealed class NewGitHubDestinationCommand : ServiceDestinationCommand
{
    private const string RepositorySet = "Repository";
    private const string OrganizationSet = "Organization";

    private static readonly Uri Public = new("https://api.github.com");

    /// <summary>The repository, e.g. acme/billing. May contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RepositorySet)]
    [ValidateForm(@"^[\w.{}-]+/[\w.{}-]+$", "is not a repository, such as acme/billing.")]
    public string? Repository { get; set; }

    /// <summary>An environment of the repository, which has to exist. May contain the same placeholders. Default: none, the secrets of the repository.</summary>
    [Parameter(ParameterSetName = RepositorySet)]
    [ValidateNotNullOrEmpty]
    public string? Environment { get; set; }

    /// <summary>The organization whose secrets they are. May contain the same placeholders.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OrganizationSet)]
    [ValidateForm(@"^[\w{}-]+$", "is not the name of an organization.")]
    public string? Organization { get; set; }

    /// <summary>Which repositories can use a secret that is created. One that is there keeps its own. Default: Private.</summary>
    [Parameter(ParameterSetName = OrganizationSet)]
    public GitHubVisibility Visibility { get; set; } = GitHubVisibility.Private;

    /// <summary>Writes the id of the key, and what the form writes beside it, as variables, which can be read. Default: everything is a secret.</summary>
    [Parameter]
    public SwitchParameter IdAsVariable { get; set; }

    /// <summary>The token. Default: that of GH_TOKEN or GITHUB_TOKEN, and with -ApiUri that of GH_ENTERPRISE_TOKEN or GITHUB_ENTERPRISE_TOKEN.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>The API of GitHub Enterprise, e.g. https://github.example.com/api/v3. Default: https://api.github.com.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri ApiUri { get; set; } = Public;

    /// <inheritdoc />
    protected override ExternalPlace CreatePlace()
    {
        ServiceAddress.Require(ApiUri, nameof(ApiUri));

        // A token of github.com is not for another server.
        (SecureString token, string source) = ApiUri == Public
            ? ServiceToken.Of(Token, "GH_TOKEN", "GITHUB_TOKEN")
            : ServiceToken.Of(Token, "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN");
        var client = new ServiceClient(new GitHubRules(source), ApiUri, token, TimeProvider.System);
        GitHubScope scope = Organization is null ? GitHubScope.Repository(Repository!, Environment) : GitHubScope.Organization(Organization);
        return new GitHubPlace(scope, new GitHubStore(client, Visibility), IdAsVariable, TimeProvider.System);
    }
}
